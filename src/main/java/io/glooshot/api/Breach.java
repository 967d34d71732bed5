package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;

/** The reading that met a failure condition. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Breach(
        @JsonPropertyDescription("The failure condition's name.")
        String condition,

        @JsonPropertyDescription("The value read, as text: NaN and Inf have no JSON number.")
        String value,

        @JsonPropertyDescription("How the value was compared with the threshold.")
        ComparisonOperator operator,

        @JsonPropertyDescription("The threshold.") String threshold,

        @JsonPropertyDescription("What was asked: the query or the URL.")
        String signal,

        @JsonPropertyDescription("Labels of the series that was read.")
        Map<String, String> labels,

        @JsonPropertyDescription("When it was read.") String time) {}
