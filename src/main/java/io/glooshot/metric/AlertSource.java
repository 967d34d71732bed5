package io.glooshot.metric;

import io.glooshot.experiment.AlertRule;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Reading.Vector;
import io.glooshot.experiment.Signal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Reads whether an alert fires, from the series {@code ALERTS}. That there is none means something only while its rule is
 * evaluated, so then the rules are looked at too.
 */
@ApplicationScoped
public class AlertSource implements MetricSource<Signal.Alert> {

    private final PrometheusSource prometheus;

    AlertSource(PrometheusSource prometheus) {
        this.prometheus = prometheus;
    }

    @Override
    public Class<Signal.Alert> signal() {
        return Signal.Alert.class;
    }

    @Override
    public Uni<Void> examine(Signal.Alert alert) {
        return prometheus.examine(alert.server());
    }

    @Override
    public Uni<Reading> read(Signal.Alert alert) {
        return read(alert, false);
    }

    @Override
    public Uni<Reading> poll(Signal.Alert alert) {
        return read(alert, true);
    }

    private Uni<Reading> read(Signal.Alert alert, boolean isOneOfMany) {
        return prometheus.ask(query(alert), alert.server(), isOneOfMany).chain(answer -> {
            List<Value> series = series(answer.reading());
            if (answer.reading() instanceof Failed failed) {
                return Uni.createFrom().item(failed);
            }
            if (series.isEmpty()) {
                return Uni.createFrom().item(new Failed("Prometheus does not tell its time."));
            }
            return series.get(0).labels().isEmpty()
                    ? unlessUnknown(alert, series.get(0).value(), isOneOfMany)
                    : Uni.createFrom().item(answer.reading());
        });
    }

    private Uni<Reading> unlessUnknown(Signal.Alert alert, double now, boolean isOneOfMany) {
        return prometheus
                .rules(alert.name(), alert.server(), isOneOfMany)
                .map(answer ->
                        answer.failure() != null ? answer.failure() : AlertRule.notFiring(alert, answer.rules(), now));
    }

    /** The alerts that fire by samples young enough, and where none does the server's own time, which has no labels. */
    private static String query(Signal.Alert alert) {
        return "(%1$s and timestamp(%1$s) >= time() - %2$s) or on () vector(time())"
                .formatted(alert.text(), alert.maxAge().toMillis() / 1_000.0);
    }

    private static List<Value> series(Reading reading) {
        if (reading instanceof Vector vector) {
            return vector.series();
        }
        return reading instanceof Value value ? List.of(value) : List.of();
    }
}
