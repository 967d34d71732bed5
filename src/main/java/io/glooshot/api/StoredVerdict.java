package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What ended a run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredVerdict(
        @JsonPropertyDescription("Succeeded, Failed or Aborted.")
        ExperimentStatus.State result,

        @JsonPropertyDescription("Why, in one CamelCase word.")
        String reason,

        @JsonPropertyDescription("The same in a sentence.") String message,

        @JsonPropertyDescription("When it was reached.") String time,

        @JsonPropertyDescription("The failure condition that was met, when the result is Failed.")
        Breach breach) {}
