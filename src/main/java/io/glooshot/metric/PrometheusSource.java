package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.glooshot.experiment.Freshness;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Signal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

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
    /** Of a server that cannot filter, all alerting rules with their alerts. */
    private static final int MAX_RULES = 4 << 20;

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
        Uni<Reading> answer = ask(signal.query(), signal.server()).map(PromqlAnswer::reading);
        return signal.freshness()
                .map(freshness -> Uni.combine()
                        .all()
                        .unis(answer, ask(freshness.query(), signal.server()))
                        .with((reading, newest) -> fresh(freshness, reading, newest)))
                .orElse(answer);
    }

    /** Asks an instant query. */
    Uni<PromqlAnswer> ask(String query, Optional<URI> url) {
        return exchange(
                        url,
                        server -> server.query(timeout),
                        form(query),
                        MAX_ANSWER,
                        "make the query return fewer series")
                .map(answer -> answer.map(PromqlAnswer::of, PromqlAnswer::failed))
                .invoke(answer -> partialAnswers.increment(answer.isPartial() ? 1 : 0));
    }

    /** Asks for the alerting rules of a name. */
    Uni<RulesAnswer> rules(String name, Optional<URI> url) {
        return exchange(url, server -> server.rules(name, timeout), Buffer.buffer(), MAX_RULES, "it has too many rules")
                // Too much to be read on an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(answer -> answer.map(body -> RulesAnswer.of(body, name), RulesAnswer::failed));
    }

    private static Reading fresh(Freshness freshness, Reading reading, PromqlAnswer newest) {
        return reading instanceof Failed
                ? reading
                : freshness.objection(newest.reading(), newest.at()).orElse(reading);
    }

    private Uni<Said> exchange(
            Optional<URI> url,
            Function<PrometheusServer, RequestOptions> request,
            Buffer content,
            int limit,
            String ifTooLong) {
        PrometheusServer server;
        try {
            server = url.map(each -> new PrometheusServer(each, "spec.prometheus.url of the Mesh"))
                    .orElse(standard);
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(Said.failed(e.getMessage()));
        }
        return Uni.createFrom()
                .deferred(() -> Exchange.send(client, request.apply(server), content, limit, timeout))
                .map(answer -> Said.of(server, answer, limit, ifTooLong))
                .onFailure()
                .recoverWithItem(failure -> Said.failed(Trouble.message(server.toString(), failure, timeout)));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private Buffer form(String query) {
        return Buffer.buffer("query=%s&timeout=%dms&lookback_delta=%dms"
                .formatted(URLEncoder.encode(query, UTF_8), timeout.toMillis(), lookbackDelta.toMillis()));
    }
}
