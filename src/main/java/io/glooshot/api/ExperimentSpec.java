package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What to break, for how long, and what ends it. Nothing but {@code stop} can change once the Experiment exists. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.targetMesh) == has(oldSelf.targetMesh)"
                + " && (!has(self.targetMesh) || self.targetMesh == oldSelf.targetMesh)",
        message = "spec.targetMesh cannot change; create a new Experiment")
@ValidationRule(
        value = "self.duration == oldSelf.duration",
        message = "spec.duration cannot change; create a new Experiment",
        fieldPath = ".duration")
@ValidationRule(
        value = "self.maxBlind == oldSelf.maxBlind",
        message = "spec.maxBlind cannot change; create a new Experiment",
        fieldPath = ".maxBlind")
@ValidationRule(
        value = "self.recoveryTimeout == oldSelf.recoveryTimeout",
        message = "spec.recoveryTimeout cannot change; create a new Experiment",
        fieldPath = ".recoveryTimeout")
@ValidationRule(
        value = "has(self.faults) == has(oldSelf.faults) && (!has(self.faults) || self.faults == oldSelf.faults)",
        message = "spec.faults cannot change; create a new Experiment")
@ValidationRule(
        value = "has(self.failureConditions) == has(oldSelf.failureConditions)"
                + " && (!has(self.failureConditions) || self.failureConditions == oldSelf.failureConditions)",
        message = "spec.failureConditions cannot change; create a new Experiment")
@ValidationRule(
        value = "!has(self.failureConditions)"
                + " || self.failureConditions.all(c, duration(c.interval) < duration(self.maxBlind))",
        message = "every interval in spec.failureConditions must be shorter than spec.maxBlind")
@ValidationRule(
        value = "!has(self.failureConditions)"
                + " || self.failureConditions.all(c, duration(c.initialDelay) < duration(self.duration))",
        message = "every initialDelay in spec.failureConditions must be shorter than spec.duration")
@ValidationRule(
        value = "!oldSelf.stop || self.stop",
        message = "spec.stop cannot be taken back; create a new Experiment",
        fieldPath = ".stop")
public record ExperimentSpec(
        @JsonPropertyDescription(
                "The Mesh to inject the faults through. May be left out when the cluster has exactly one Mesh.")
        MeshRef targetMesh,

        @JsonPropertyDescription(
                "How long the faults stay when no failure condition is met, such as 90s, 10m or 1h30m. More than 0s, at most 24h.")
        @Default("10m")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) > duration('0s') && duration(self) <= duration('24h')",
                message = "must be more than 0s and at most 24h")
        String duration,

        @JsonPropertyDescription(
                "The faults to inject, all at once. None makes a control run: the failure conditions are watched and nothing is broken.")
        @Size(max = 16)
        List<FaultRule> faults,

        @JsonPropertyDescription("Any one of these met ends the experiment at once, as Failed.")
        @Size(max = 32)
        @ValidationRule(
                value = "self.all(c, !has(c.name) || self.exists_one(d, has(d.name) && d.name == c.name))",
                message = "names must be unique")
        List<FailureCondition> failureConditions,

        @JsonPropertyDescription(
                "When some failure condition has had no good reading for this long, the experiment is Aborted. At least 1s, at most 10m.")
        @Default("30s")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('1s') && duration(self) <= duration('10m')",
                message = "must be at least 1s and at most 10m")
        String maxBlind,

        @JsonPropertyDescription(
                "For how long the failure conditions are read on after the faults came off, to tell how long the system takes to heal. The experiment is over by then. At least 1s, at most 1h.")
        @Default("5m")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('1s') && duration(self) <= duration('1h')",
                message = "must be at least 1s and at most 1h")
        String recoveryTimeout,

        @JsonPropertyDescription("Set to true to end the experiment now. The only field that can change.")
        @Default("false")
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean stop) {

    public ExperimentSpec {
        faults = faults == null ? List.of() : List.copyOf(faults);
        failureConditions = failureConditions == null ? List.of() : List.copyOf(failureConditions);
    }
}
