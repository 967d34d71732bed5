package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Holds a call up. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Delay(
        @JsonPropertyDescription("How long the call is held up, such as 500ms or 2s. At least 1ms, at most 1h.")
        @Required
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('1ms') && duration(self) <= duration('1h')",
                message = "must be at least 1ms and at most 1h")
        String duration,

        @JsonPropertyDescription("Share of the calls that are held up, in percent; that of the fault when left out.")
        @Min(0)
        @Max(100)
        @ValidationRule(value = Percentages.RULE, message = Percentages.MESSAGE)
        Double percentage) {}
