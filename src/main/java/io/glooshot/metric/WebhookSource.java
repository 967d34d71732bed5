package io.glooshot.metric;

import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Signal;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Asks a URL with GET. The status is the value when it is one of health (2xx) or of harm (5xx); any other has failed,
 * redirects too: where they lead, nobody has vouched for.
 */
@ApplicationScoped
public class WebhookSource implements MetricSource<Signal.Webhook> {

    private static final int MAX_BODY = 64 << 10;

    private final HttpClient client;
    private final Duration timeout;
    private final WebhookGuard guard;

    @Inject
    WebhookSource(Vertx vertx, MetricConfig config) {
        this(vertx, config, InetAddress::getAllByName);
    }

    WebhookSource(Vertx vertx, MetricConfig config, WebhookGuard.Resolver resolver) {
        guard = new WebhookGuard(config.webhook().allowed().orElse(List.of()), resolver);
        timeout = config.webhook().timeout();
        // A connection each, as nothing is known of how long these servers keep one: a poll must not fail for that.
        client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout((int) timeout.toMillis()));
    }

    @Override
    public Class<Signal.Webhook> signal() {
        return Signal.Webhook.class;
    }

    @Override
    public Uni<Void> examine(Signal.Webhook signal) {
        return guard.admit(signal.url().getHost()).replaceWithVoid();
    }

    @Override
    public Uni<Reading> read(Signal.Webhook signal) {
        return guard.admit(signal.url().getHost())
                .chain(address -> Exchange.send(client, request(signal, address), Buffer.buffer(), MAX_BODY, timeout))
                .ifNoItem()
                .after(timeout)
                .fail()
                .map(answer -> reading(answer.status()))
                .onFailure()
                .recoverWithItem(failure ->
                        new Failed(Trouble.message("Webhook " + signal.url().getHost(), failure, timeout)));
    }

    /** What a status says; the body, whole or not, says nothing. */
    static Reading reading(int status) {
        boolean isHealthy = status >= 200 && status < 300;
        boolean isHarmed = status >= 500 && status < 600;
        return isHealthy || isHarmed
                ? new Value(status)
                : new Failed("The webhook answered with HTTP %d; only 2xx and 5xx say anything.".formatted(status));
    }

    @PreDestroy
    void close() {
        client.close();
        guard.close();
    }

    private RequestOptions request(Signal.Webhook signal, InetAddress address) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(signal.url().toString());
        return request.setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, request.getPort())))
                .setConnectTimeout(timeout.toMillis());
    }
}
