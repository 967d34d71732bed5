package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.glooshot.experiment.Brief;
import io.glooshot.experiment.DataSource;
import io.glooshot.experiment.Freshness;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Signal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Optional;

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

    private final Connections connections;
    private final Pacing pacing;
    private final Duration lookbackDelta;
    private final Counter partialAnswers;

    PrometheusSource(Connections connections, MetricConfig config, MeterRegistry meters, Moment.Source clock) {
        this.connections = connections;
        pacing = new Pacing(
                config.prometheus().maxInFlight(), config.prometheus().maxPerSecond(), clock);
        lookbackDelta = config.prometheus().lookbackDelta();
        partialAnswers = meters.counter("glooshot.prometheus.partial.answers");
    }

    @Override
    public Class<Signal.Promql> signal() {
        return Signal.Promql.class;
    }

    @Override
    public Uni<Void> examine(Signal.Promql signal) {
        return examine(signal.server());
    }

    @Override
    public Uni<Reading> read(Signal.Promql signal) {
        return read(signal, false);
    }

    @Override
    public Uni<Reading> poll(Signal.Promql signal) {
        return read(signal, true);
    }

    private Uni<Reading> read(Signal.Promql signal, boolean isOneOfMany) {
        Uni<Reading> answer = ask(signal.query(), signal.server(), isOneOfMany).map(PromqlAnswer::reading);
        return signal.freshness()
                .map(freshness -> Uni.combine()
                        .all()
                        .unis(answer, ask(freshness.query(), signal.server(), isOneOfMany))
                        .with((reading, newest) -> fresh(freshness, reading, newest)))
                .orElse(answer);
    }

    /** Asks an instant query, which is not sent while it is being spared when it is one of many. */
    Uni<PromqlAnswer> ask(String query, Optional<DataSource> source, boolean isOneOfMany) {
        Inquiry inquiry = new Inquiry(
                connection -> connection.server().query(connection.timeout()),
                connection -> form(query, connection.timeout()),
                MAX_ANSWER,
                "make the query return fewer series");
        return exchange(source, inquiry, isOneOfMany)
                .map(answer -> answer.map(PromqlAnswer::of, PromqlAnswer::failed))
                .invoke(answer -> partialAnswers.increment(answer.isPartial() ? 1 : 0));
    }

    /** Asks for the alerting rules of a name. */
    Uni<RulesAnswer> rules(String name, Optional<DataSource> source, boolean isOneOfMany) {
        Inquiry inquiry = new Inquiry(
                connection -> connection.server().rules(name, connection.timeout()),
                connection -> Buffer.buffer(),
                MAX_RULES,
                "it has too many rules");
        return exchange(source, inquiry, isOneOfMany)
                // Too much to be read on an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(answer -> answer.map(body -> RulesAnswer.of(body, name), RulesAnswer::failed));
    }

    private static Reading fresh(Freshness freshness, Reading reading, PromqlAnswer newest) {
        return reading instanceof Failed
                ? reading
                : freshness.objection(newest.reading(), newest.at()).orElse(reading);
    }

    /** Whether the data source can be asked with what its Mesh says. */
    Uni<Void> examine(Optional<DataSource> source) {
        return connections.to(source).replaceWithVoid();
    }

    private Uni<Said> exchange(Optional<DataSource> source, Inquiry inquiry, boolean isOneOfMany) {
        return Uni.createFrom()
                .deferred(() -> connections.to(source))
                .chain(connection -> pacing.ask(inquiry.of(connection), isOneOfMany, () -> inquiry.send(connection))
                        .map(answer -> Said.of(connection, answer, inquiry.limit(), inquiry.ifTooLong()))
                        .onFailure()
                        .recoverWithItem(failure -> Said.failed(connection.concealed(
                                Trouble.message(connection.server().toString(), failure, connection.timeout())))))
                .onFailure()
                .recoverWithItem(failure -> Said.failed(Brief.text(failure.getMessage())));
    }

    private Buffer form(String query, Duration timeout) {
        return Buffer.buffer("query=%s&timeout=%dms&lookback_delta=%dms"
                .formatted(URLEncoder.encode(query, UTF_8), timeout.toMillis(), lookbackDelta.toMillis()));
    }
}
