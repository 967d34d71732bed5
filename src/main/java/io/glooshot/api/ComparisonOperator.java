package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a value is compared with a threshold; exact, as for IEEE 754 doubles. */
public enum ComparisonOperator {
    @JsonProperty("==")
    EQUAL("=="),
    @JsonProperty("!=")
    NOT_EQUAL("!="),
    @JsonProperty(">")
    GREATER(">"),
    @JsonProperty("<")
    LESS("<"),
    @JsonProperty(">=")
    GREATER_OR_EQUAL(">="),
    @JsonProperty("<=")
    LESS_OR_EQUAL("<=");

    private final String symbol;

    ComparisonOperator(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }
}
