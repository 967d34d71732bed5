package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Answers a call with an error. */
public record Abort(
        @JsonPropertyDescription("HTTP status of the answer, 200 to 599.") @Required @Min(200) @Max(599)
        Integer httpStatus) {}
