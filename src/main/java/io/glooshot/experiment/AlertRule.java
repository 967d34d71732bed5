package io.glooshot.experiment;

import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.NoData;
import io.glooshot.experiment.Reading.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An alerting rule as its server shows it.
 *
 * @param labels that the rule itself gives its alerts
 * @param lastEvaluation in seconds since 1970
 * @param firing the labels of each of its alerts that fires
 */
public record AlertRule(
        Map<String, String> labels,
        String health,
        String lastError,
        double lastEvaluation,
        List<Map<String, String>> firing) {

    public AlertRule {
        labels = Map.copyOf(labels);
        firing = List.copyOf(firing);
    }

    /**
     * What it means that there is no series of an alert that fires: that all is well only if every rule that could fire it
     * is evaluated, and was so a short while ago. Where a rule itself says that it fires, it does: not every server keeps
     * the series.
     *
     * @param rules of the alert's name
     * @param now on the server's own clock, in seconds since 1970
     */
    public static Reading notFiring(Signal.Alert alert, List<AlertRule> rules, double now) {
        if (rules.isEmpty()) {
            return new Failed(
                    "There is no alerting rule %s at this Prometheus; that nothing fires says nothing. Check the alert's name."
                            .formatted(Brief.text(alert.name())));
        }
        List<AlertRule> possible =
                rules.stream().filter(rule -> rule.canGive(alert.labels())).toList();
        if (possible.isEmpty()) {
            return new Failed(
                    "No alerting rule %s gives its alerts the labels that are asked for. Check the alert's labels."
                            .formatted(Brief.text(alert.name())));
        }
        List<Reading> readings =
                possible.stream().map(rule -> rule.reading(alert, now)).toList();
        return first(readings, reading -> reading instanceof Value read && read.value() > 0)
                .or(() -> first(readings, reading -> !(reading instanceof Value)))
                .orElseGet(() -> new Value(0));
    }

    private static Optional<Reading> first(List<Reading> readings, Predicate<Reading> kind) {
        return readings.stream().filter(kind).findFirst();
    }

    /** A label that the rule does not give comes from the series it looks at, of which nothing is known. */
    private boolean canGive(Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(label -> {
            String given = labels.get(label.getKey());
            return given == null || given.contains("{{") || given.equals(label.getValue());
        });
    }

    private Reading reading(Signal.Alert alert, double now) {
        String name = Brief.text(alert.name());
        if (health.equals("unknown")) {
            return NoData.old("The alerting rule %s has not been evaluated yet.".formatted(name));
        }
        if (!health.equals("ok")) {
            return new Failed("The alerting rule %s cannot be evaluated: %s"
                    .formatted(name, Brief.text(lastError.isEmpty() ? "no reason given" : lastError)));
        }
        return Freshness.tooOld(
                        "The last evaluation of the alerting rule %s is".formatted(name),
                        now - lastEvaluation,
                        alert.maxAge())
                .orElseGet(() -> firing.stream()
                        .filter(labels -> has(labels, alert.labels()))
                        .findFirst()
                        .map(labels -> new Value(1, labels).shortened())
                        .orElseGet(() -> new Value(0)));
    }

    /** A label that is not there is one that is empty. */
    private static boolean has(Map<String, String> labels, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(label -> labels.getOrDefault(label.getKey(), "").equals(label.getValue()));
    }
}
