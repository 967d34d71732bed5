package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Signal;
import io.glooshot.metric.Exchange.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Locale;

/**
 * Asks a server with the Prometheus HTTP API by instant query. Numbers are values; no series and NaN are no data;
 * everything else has failed, with a message that says what to do where the user can do something.
 *
 * <p>An answer with warnings is taken as it is, and counted: only the server knows whether what it left out matters.
 */
@Startup
@ApplicationScoped
public class PrometheusSource implements MetricSource<Signal.Promql> {

    private static final int MAX_ANSWER = 1 << 20;
    private static final int MAX_CONNECTIONS = 64;
    /** Shorter than what servers and load balancers allow, so that no poll meets a connection about to be closed. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final HttpClient client;
    private final PrometheusServer standard;
    private final Duration timeout;
    private final Duration lookbackDelta;
    private final Counter partialAnswers;

    PrometheusSource(Vertx vertx, MetricConfig config, MeterRegistry meters) {
        standard = new PrometheusServer(config.prometheus().url(), "glooshot.prometheus.url");
        timeout = config.prometheus().timeout();
        lookbackDelta = config.prometheus().lookbackDelta();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout((int) timeout.toMillis()));
        partialAnswers = meters.counter("glooshot.prometheus.partial.answers");
    }

    @Override
    public Class<Signal.Promql> signal() {
        return Signal.Promql.class;
    }

    @Override
    public Uni<Reading> read(Signal.Promql signal) {
        return signal.server().map(url -> read(signal, url)).orElseGet(() -> read(signal, standard));
    }

    private Uni<Reading> read(Signal.Promql signal, URI url) {
        try {
            return read(signal, new PrometheusServer(url, "spec.prometheus.url of the Mesh"));
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(new Failed(e.getMessage()));
        }
    }

    private Uni<Reading> read(Signal.Promql signal, PrometheusServer server) {
        return Uni.createFrom()
                .deferred(() -> Exchange.send(client, server.request(timeout), form(signal), MAX_ANSWER, timeout))
                .map(answer -> reading(server, answer))
                .onFailure()
                .recoverWithItem(failure -> new Failed(Trouble.message(server.toString(), failure, timeout)));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private Buffer form(Signal.Promql signal) {
        return Buffer.buffer("query=%s&timeout=%dms&lookback_delta=%dms"
                .formatted(URLEncoder.encode(signal.query(), UTF_8), timeout.toMillis(), lookbackDelta.toMillis()));
    }

    private Reading reading(PrometheusServer server, Answer answer) {
        if (!answer.isWhole()) {
            return new Failed("Prometheus sent an answer of more than 1 MiB; make the query return fewer series.");
        }
        if (answer.status() != 200) {
            return new Failed("Prometheus answered with HTTP %d%s"
                    .formatted(
                            answer.status(),
                            PromqlAnswer.error(answer.body().toString())
                                    .map(error -> ": " + error)
                                    .orElse(".")));
        }
        String type = answer.contentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return new Failed("%s sent no JSON; is %s right?".formatted(server, server.setting()));
        }
        PromqlAnswer said = PromqlAnswer.of(answer.body().toString());
        if (said.isPartial()) {
            partialAnswers.increment();
        }
        return said.reading();
    }
}
