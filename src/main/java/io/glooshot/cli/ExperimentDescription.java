package io.glooshot.cli;

import io.glooshot.api.Breach;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.LastReading;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.StoredVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All about one experiment, for somebody who wants to know what it does right now. */
final class ExperimentDescription {

    private static final ExperimentStatus NONE = new ExperimentStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);

    private ExperimentDescription() {}

    static Description of(Experiment experiment, Instant now) {
        ExperimentSpec spec = experiment.getSpec();
        ExperimentStatus status = experiment.getStatus() == null ? NONE : experiment.getStatus();
        return ObjectDescription.head(experiment.getMetadata(), now)
                .field("State", status.state() == null ? "new; no controller has seen it yet" : status.state())
                .field("Reason", status.reason())
                .field("Message", status.message())
                .field("Mesh", mesh(spec, status))
                .field("Duration", spec.duration())
                .field("Max Blind", spec.maxBlind())
                .field("Stop", spec.stop() ? "asked for" : null)
                .field("Started", ObjectDescription.ago(status.timeStarted(), now))
                .field("Deadline", ObjectDescription.ago(status.deadline(), now))
                .field("Remaining", remaining(status, now))
                .field("Finished", ObjectDescription.ago(status.timeFinished(), now))
                .list("Faults", faults(spec))
                .list("Targets", ObjectDescription.targets(status.targets()))
                .list("Callers", ObjectDescription.origins(status.origins()))
                .list("Held By", status.heldBy())
                .list("Warnings", status.warnings())
                .table("Failure Conditions", readings(spec, status, now))
                .section("Verdict", verdict(status.verdict(), now))
                .section("Recovery", ObjectDescription.recovery(status.recovery(), now))
                .table("Conditions", ObjectDescription.conditions(status.conditions(), now));
    }

    private static String mesh(ExperimentSpec spec, ExperimentStatus status) {
        if (status.mesh() != null) {
            return status.meshType() == null ? status.mesh() : "%s (%s)".formatted(status.mesh(), status.meshType());
        }
        return spec.targetMesh() == null
                ? "the only one there is"
                : spec.targetMesh().name();
    }

    /** How long faults can still be on. */
    private static String remaining(ExperimentStatus status, Instant now) {
        if (status.state() != State.Started || status.deadline() == null) {
            return null;
        }
        Duration left = Duration.between(now, Instant.parse(status.deadline()));
        return left.isNegative() ? "none; the deadline has passed" : HumanDuration.of(left);
    }

    private static List<String> faults(ExperimentSpec spec) {
        if (spec.faults().isEmpty()) {
            return List.of("none; this is a control run");
        }
        return IntStream.range(0, spec.faults().size())
                .mapToObj(i -> "%d: %s".formatted(i, FaultText.of(spec.faults().get(i))))
                .toList();
    }

    private static Table readings(ExperimentSpec spec, ExperimentStatus status, Instant now) {
        Map<String, LastReading> last = status.readings().stream()
                .collect(Collectors.toMap(LastReading::name, Function.identity(), (first, second) -> second));
        Table table = new Table("NAME", "READING", "READ", "GOOD", "MET WHEN");
        for (int i = 0; i < spec.failureConditions().size(); i++) {
            FailureCondition condition = spec.failureConditions().get(i);
            LastReading reading = last.get(ConditionText.name(condition, i));
            table.row(
                    ConditionText.name(condition, i),
                    reading == null ? null : reading(reading),
                    reading == null ? null : HumanDuration.since(reading.time(), now),
                    reading == null ? null : HumanDuration.since(reading.lastGood(), now),
                    ConditionText.of(condition));
        }
        return table;
    }

    private static String reading(LastReading reading) {
        if (reading.value() != null) {
            return reading.value();
        }
        return reading.message() == null ? reading.outcome() : reading.outcome() + ": " + reading.message();
    }

    private static Description verdict(StoredVerdict verdict, Instant now) {
        if (verdict == null) {
            return new Description();
        }
        return new Description()
                .field("Result", verdict.result())
                .field("Reason", verdict.reason())
                .field("Message", verdict.message())
                .field("Reached", ObjectDescription.ago(verdict.time(), now))
                .field("Met", breach(verdict.breach()));
    }

    /** {@code reviews-errors: 0.02 > 0.01 {pod=reviews-1}}; null for null. */
    static String breach(Breach breach) {
        if (breach == null) {
            return null;
        }
        String labels = breach.labels() == null || breach.labels().isEmpty()
                ? ""
                : " {%s}".formatted(FaultText.labels(breach.labels()));
        return breach.operator() == null
                ? "%s: %s%s".formatted(breach.condition(), breach.value(), labels)
                : "%s: %s %s %s%s"
                        .formatted(
                                breach.condition(),
                                breach.value(),
                                breach.operator().symbol(),
                                breach.threshold(),
                                labels);
    }
}
