package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Holds a call up. */
public record Delay(
        @JsonPropertyDescription("How long the call is held up, such as 500ms or 2s. At least 1ms, at most 1h.")
        @Required
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('1ms') && duration(self) <= duration('1h')",
                message = "must be at least 1ms and at most 1h")
        String duration) {}
