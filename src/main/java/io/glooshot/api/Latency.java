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

/** How long requests to a service take, as a quantile over a time window, in seconds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Latency(
        @JsonPropertyDescription("The service that is called.") @Required
        ServiceRef service,

        @JsonPropertyDescription("The share of requests that are at most as slow as the value, such as 0.99.")
        @Default("0.99")
        @Min(0)
        @Max(1)
        Double quantile,

        @JsonPropertyDescription("Window of the quantile, such as 30s or 1m. At least 1s, at most 1h.")
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
    public Latency {
        quantile = quantile == null ? 0.99 : quantile;
        excludeInjected = excludeInjected == null || excludeInjected;
    }
}
