package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The share of requests to a service that succeed (no 5xx answer), over a time window. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SuccessRate(
        @JsonPropertyDescription("The service that is called.") @Required
        ServiceRef service,

        @JsonPropertyDescription("Window of the rate, such as 30s or 1m. At least 1s, at most 1h.")
        @Default("1m")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('1s') && duration(self) <= duration('1h')",
                message = "must be at least 1s and at most 1h")
        String interval,

        @JsonPropertyDescription(
                "Leave out the requests that the mesh itself has faulted, so that the experiment does not stop by its own fault alone.")
        @Default("true")
        Boolean excludeInjected) {

    /** With the API's default for a spec that never passed through the API server. */
    public SuccessRate {
        excludeInjected = excludeInjected == null || excludeInjected;
    }
}
