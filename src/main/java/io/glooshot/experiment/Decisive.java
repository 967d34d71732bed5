package io.glooshot.experiment;

import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.experiment.Reading.Value;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Finds the one series that decides for several, whatever their order: the nearest to meeting the condition where any of
 * them is enough, the farthest from it where all have to. A series that is NaN has no number and is left out, as if it
 * were not there.
 */
final class Decisive {

    /** Which of two equal numbers is told must not depend on their order either. */
    private static final Comparator<Value> BY_LABELS =
            Comparator.comparing(value -> new TreeMap<>(value.labels()).toString());

    private Decisive() {}

    static Reading of(Check check, Reading.Vector vector) {
        Series series = check.terms().series();
        if (series == Series.Single) {
            return new Reading.Failed(
                    "The query returned %d series where series: Single allows one; aggregate them, for example with sum(), max() or min()."
                            .formatted(vector.series().size()));
        }
        List<Value> numbers = vector.series().stream()
                .filter(value -> !Double.isNaN(value.value()))
                .toList();
        Comparator<Value> byHarm = Comparator.comparingDouble(value -> harm(check, value.value()));
        return numbers.stream()
                .min((series == Series.Any ? byHarm.reversed() : byHarm).thenComparing(BY_LABELS))
                .<Reading>map(value -> value)
                .orElseGet(() -> new Reading.NoData("The query returned %d series, and each is NaN."
                        .formatted(vector.series().size())));
    }

    /** Larger the nearer a value is to meeting the condition: one that meets it is never below one that does not. */
    private static double harm(Check check, double value) {
        double distance = value == check.threshold() ? 0 : Math.abs(value - check.threshold());
        return switch (check.operator()) {
            case GREATER, GREATER_OR_EQUAL -> value;
            case LESS, LESS_OR_EQUAL -> -value;
            case EQUAL -> -distance;
            case NOT_EQUAL -> distance;
        };
    }
}
