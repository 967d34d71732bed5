package io.glooshot.cli;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus.LastReading;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Numbers;
import io.glooshot.run.Threshold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A failure condition and what was read of it last, for people.
 *
 * @param reading empty before the first
 */
record ConditionView(Threshold threshold, boolean isDryRun, Optional<LastReading> reading) {

    /** More digits than this say nothing to anybody who watches. */
    private static final MathContext DIGITS = new MathContext(4);

    /** Far beyond what is still read more easily without an exponent. */
    private static final double LARGE = 1e9;

    private static final double SMALL = 1e-6;

    /** Those of an experiment, in their order. */
    static List<ConditionView> of(Experiment experiment) {
        Map<String, LastReading> readings = experiment.getStatus() == null
                ? Map.of()
                : experiment.getStatus().readings().stream()
                        .collect(Collectors.toMap(LastReading::name, reading -> reading, (one, other) -> other));
        List<Threshold> thresholds = Threshold.of(experiment.getSpec());
        return IntStream.range(0, thresholds.size())
                .mapToObj(i -> new ConditionView(
                        thresholds.get(i),
                        experiment.getSpec().failureConditions().get(i).dryRun(),
                        Optional.ofNullable(readings.get(thresholds.get(i).condition()))))
                .toList();
    }

    String name() {
        return threshold.condition();
    }

    /** Empty where the last reading gave none. */
    Optional<Double> value() {
        return reading.flatMap(read -> number(read.value()));
    }

    /** The value, or what was read instead of one. */
    String shown() {
        return value().map(ConditionView::rounded)
                .orElseGet(() -> reading.map(LastReading::outcome).orElse("not read yet"));
    }

    /** Whether the last reading would meet it. */
    boolean isMet() {
        return value().filter(read -> Check.holds(read, threshold.operator(), threshold.value()))
                .isPresent();
    }

    /** Such as {@code > 0.05}. */
    String limit() {
        return threshold.operator().symbol() + " " + rounded(threshold.value());
    }

    /** Such as {@code error-rate 0.012 (met when > 0.05)}. */
    @Override
    public String toString() {
        return "%s %s (met when %s)".formatted(name(), shown(), limit());
    }

    static String rounded(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value) || size == 0 || size >= LARGE) {
            return Numbers.text(value);
        }
        BigDecimal brief = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return size < SMALL ? brief.toString() : brief.toPlainString();
    }

    /** What the status has as text; empty where that is none. */
    static Optional<Double> number(String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Numbers.parse(text));
        } catch (NumberFormatException odd) {
            return Optional.empty();
        }
    }
}
