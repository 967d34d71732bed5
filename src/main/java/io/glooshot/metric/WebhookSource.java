package io.glooshot.metric;

import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Signal;
import io.glooshot.metric.Exchange.Answer;
import io.quarkus.runtime.Startup;
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
import java.util.Locale;
import java.util.Map;

/**
 * Asks a URL. The value is a number in its answer or, where none is asked for, the status when it is one of health (2xx)
 * or of harm (5xx). Any other has failed, redirects too: where they lead, nobody has vouched for.
 */
@Startup
@ApplicationScoped
public class WebhookSource implements MetricSource<Signal.Webhook> {

    private static final int MAX_BODY = 64 << 10;

    private final HttpClient client;
    private final Duration longest;
    private final WebhookGuard guard;
    private final SentHeaders headers;
    private final Gates gates;

    @Inject
    WebhookSource(Vertx vertx, MetricConfig config, Secrets secrets) {
        this(vertx, config, secrets, InetAddress::getAllByName);
    }

    WebhookSource(Vertx vertx, MetricConfig config, Secrets secrets, WebhookGuard.Resolver resolver) {
        guard = new WebhookGuard(config.webhook().allowed().orElse(List.of()), resolver);
        headers = new SentHeaders(secrets);
        gates = new Gates(config.webhook().maxInFlight(), config.webhook().maxPerSecond(), System::nanoTime);
        longest = config.webhook().timeout();
        // A connection each, as nothing is known of how long these servers keep one: a poll must not fail for that.
        client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(config.webhook().maxInFlight())
                .setConnectTimeout((int) longest.toMillis()));
    }

    @Override
    public Class<Signal.Webhook> signal() {
        return Signal.Webhook.class;
    }

    @Override
    public Uni<Void> examine(Signal.Webhook signal) {
        return guard.admit(signal.url().getHost())
                .chain(() -> headers.of(signal.headers()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Reading> read(Signal.Webhook signal) {
        Duration timeout =
                signal.timeout().filter(own -> own.compareTo(longest) < 0).orElse(longest);
        return Uni.combine()
                .all()
                .unis(guard.admit(signal.url().getHost()), headers.of(signal.headers()))
                .asTuple()
                .ifNoItem()
                .after(timeout)
                .fail()
                .chain(found -> gates.pass(
                        signal.url().getAuthority(),
                        () -> Exchange.send(
                                client,
                                request(signal, found.getItem1(), found.getItem2()),
                                Buffer.buffer(),
                                MAX_BODY,
                                timeout)))
                .map(answer -> reading(signal, answer))
                .onFailure()
                .recoverWithItem(failure ->
                        new Failed(Trouble.message("Webhook " + signal.url().getHost(), failure, timeout)));
    }

    private static Reading reading(Signal.Webhook signal, Answer answer) {
        return signal.jsonPath().map(path -> reading(path, answer)).orElseGet(() -> reading(answer.status()));
    }

    /** What a status says; the body, whole or not, says nothing. */
    static Reading reading(int status) {
        boolean isHarmed = status >= 500 && status < 600;
        return isHealthy(status) || isHarmed
                ? new Value(status)
                : new Failed("The webhook answered with HTTP %d; only 2xx and 5xx say anything.".formatted(status));
    }

    /** What the body says, where a value in it is asked for: an error of the server is none, and so no harm. */
    static Reading reading(String path, Answer answer) {
        if (!isHealthy(answer.status())) {
            return new Failed("The webhook answered with HTTP %d; a value comes with 2xx.".formatted(answer.status()));
        }
        if (!answer.isWhole()) {
            return new Failed("The webhook sent an answer of more than 64 KiB.");
        }
        String type = answer.contentType() == null ? "" : answer.contentType().toLowerCase(Locale.ROOT);
        if (!type.matches("application/([a-z0-9.-]+\\+)?json( *;.*)?")) {
            return new Failed("The webhook sent no JSON; its Content-Type must be application/json.");
        }
        return JsonValue.at(path).in(answer.body().toString());
    }

    private static boolean isHealthy(int status) {
        return status >= 200 && status < 300;
    }

    @PreDestroy
    void close() {
        client.close();
        guard.close();
    }

    private RequestOptions request(Signal.Webhook signal, InetAddress address, Map<String, String> sent) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.valueOf(signal.method().name()))
                .setAbsoluteURI(signal.url().toString());
        sent.forEach(request::putHeader);
        return request.setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, request.getPort())))
                .setConnectTimeout(longest.toMillis());
    }
}
