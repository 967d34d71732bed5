package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
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
                "What an empty answer means: Abort counts it as no reading, Healthy as a good one (for queries that are empty when all is well).")
        @Default("Abort")
        OnNoData onNoData,

        @JsonPropertyDescription("Where the signal comes from.") @Required
        Trigger trigger) {

    /** The meaning of an empty answer. */
    public enum OnNoData {
        Abort,
        Healthy
    }
}
