package io.glooshot.experiment;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Judges the readings made before anything is touched. */
final class PreRead {

    private PreRead() {}

    /** A condition that is met is told before one that cannot be read, whatever their order. */
    static Optional<Verdict> verdict(List<Measurement> measurements) {
        return first(measurements, Measurement::isBreach)
                .map(PreRead::alreadyMet)
                .or(() -> first(measurements, measurement -> measurement.reading() instanceof Reading.Failed)
                        .map(PreRead::unreadable))
                .or(() -> first(measurements, measurement -> !measurement.isGood())
                        .map(PreRead::noData));
    }

    private static Optional<Measurement> first(List<Measurement> measurements, Predicate<Measurement> kind) {
        return measurements.stream()
                .filter(measurement -> !measurement.check().terms().dryRun())
                .filter(kind)
                .findFirst();
    }

    private static Verdict alreadyMet(Measurement measurement) {
        return new Verdict.Aborted(
                "ConditionAlreadyMet",
                "Nothing was injected: before any fault, failure condition %s is met: %s."
                        .formatted(measurement.check().name(), measurement.comparison()));
    }

    private static Verdict unreadable(Measurement measurement) {
        return new Verdict.Aborted(
                "ConditionUnreadable",
                "Nothing was injected: failure condition %s cannot be read: %s"
                        .formatted(
                                measurement.check().name(),
                                Brief.message(measurement.reading().trouble())));
    }

    private static Verdict noData(Measurement measurement) {
        return new Verdict.Aborted(
                "ConditionNoData",
                ("Nothing was injected: failure condition %s has no data: %s Check the query's metric name and labels;"
                                + " if it is empty while all is well, append 'or vector(0)' to it or set onNoData: Healthy.")
                        .formatted(
                                measurement.check().name(),
                                Brief.message(measurement.reading().trouble())));
    }
}
