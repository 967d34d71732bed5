package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A signal that says the experiment hurts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailureCondition(
        @JsonPropertyDescription("Unique within the experiment; condition-1, condition-2, … by position when left out.")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String name,

        @JsonPropertyDescription("How often the signal is read. At least 100ms, at most 10m.")
        @Default("1s")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('100ms') && duration(self) <= duration('10m')",
                message = "must be at least 100ms and at most 10m")
        String interval,

        @JsonPropertyDescription(
                "For how long after the start a reading that meets the condition does not count, for systems that need a moment to settle. Readings are made all the same, and count for maxBlind. At most 10m, and shorter than spec.duration.")
        @Default("0s")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(value = "duration(self) <= duration('10m')", message = "must be at most 10m")
        String initialDelay,

        @JsonPropertyDescription(
                "How many readings in a row have to meet the condition. Readings without a value neither count nor begin the count anew.")
        @Default("1")
        @Min(1)
        @Max(100)
        Integer failureLimit,

        @JsonPropertyDescription(
                "What an empty answer means: Abort counts it as no reading, Healthy as a good one (for queries that are empty when all is well).")
        @Default("Abort")
        OnNoData onNoData,

        @JsonPropertyDescription(
                "Set to true to have the condition read and reported, and never end the experiment: neither by being met nor by being unreadable.")
        @Default("false")
        Boolean dryRun,

        @JsonPropertyDescription("Where the signal comes from.") @Required
        Trigger trigger) {

    /** With the API's defaults for a spec that never passed through the API server. */
    public FailureCondition {
        failureLimit = failureLimit == null ? 1 : failureLimit;
        dryRun = dryRun != null && dryRun;
    }

    /** The meaning of an empty answer. */
    public enum OnNoData {
        Abort,
        Healthy
    }
}
