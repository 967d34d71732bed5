package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** One HTTP status, or all from one to another. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.to) || self.to >= self.from",
        fieldPath = ".to",
        message = "must not be less than from")
public record StatusRange(
        @JsonPropertyDescription("The first HTTP status, 200 to 599.") @Required @Min(200) @Max(599)
        Integer from,

        @JsonPropertyDescription("The last HTTP status, 200 to 599; that of from when left out.") @Min(200) @Max(599)
        Integer to) {}
