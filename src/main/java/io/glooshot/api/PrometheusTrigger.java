package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A Prometheus query and the comparison that meets the condition. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.customQuery), has(self.successRate), has(self.latency)].filter(set, set).size() == 1",
        message = "needs exactly one of customQuery, successRate and latency")
@ValidationRule(
        value = "!has(self.freshnessQuery) || has(self.customQuery)",
        fieldPath = ".freshnessQuery",
        message = "is for customQuery only; successRate and latency judge the age of their samples themselves")
@ValidationRule(
        value = "!has(self.interval) || has(self.customQuery)",
        fieldPath = ".interval",
        message = "is for customQuery only; successRate and latency have their own")
public record PrometheusTrigger(
        @JsonPropertyDescription(
                "A PromQL expression that yields a scalar or a vector. {{service}}, {{namespace}} and {{experiment}}, inside quotes, and {{interval}} are filled in.")
        @Size(min = 1, max = 4096)
        @ValidationRule(value = "self.trim() != ''", message = "must not be empty")
        @ValidationRule(value = Templates.RULE, message = Templates.MESSAGE)
        String customQuery,

        @JsonPropertyDescription(
                "What {{interval}} in customQuery and freshnessQuery stands for, such as 30s; 1m when left out. At least 1s, at most 1h.")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('1s') && duration(self) <= duration('1h')",
                message = "must be at least 1s and at most 1h")
        String interval,

        @JsonPropertyDescription(
                "For customQuery, a PromQL expression that yields the time of the newest sample that it rests on, such as max(timestamp(errors_total)). Data older than spec.maxBlind counts as no reading. Placeholders as in customQuery.")
        @Size(min = 1, max = 4096)
        @ValidationRule(value = "self.trim() != ''", message = "must not be empty")
        @ValidationRule(value = Templates.RULE, message = Templates.MESSAGE)
        String freshnessQuery,

        @JsonPropertyDescription(
                "Share of requests to a service that succeed, from 0 to 1, as the mesh's own metrics show it.")
        SuccessRate successRate,

        @JsonPropertyDescription("How long requests to a service take, in seconds, as the mesh's own metrics show it.")
        Latency latency,

        @JsonPropertyDescription("The condition is met when 'value operator threshold' holds.") @Default("<")
        ComparisonOperator comparisonOperator,

        @JsonPropertyDescription(
                "What several series mean. Any: one that meets the condition is enough. All: every one has to meet it. Single: more than one is an error.")
        @Default("Any")
        Series series,

        @JsonPropertyDescription("The value to compare with.") @Required
        Double thresholdValue) {

    /** The meaning of several series in one answer. */
    public enum Series {
        Any,
        All,
        Single
    }
}
