package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Failure conditions that an experiment must have. One with dryRun ends no experiment, and so does not count. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RequiredConditions(
        @JsonPropertyDescription("How many there must be at least, 1 to 32.") @Default("1") @Min(1) @Max(32)
        Integer atLeast,

        @JsonPropertyDescription("Only conditions with one of these triggers count; any when left out."
                + " SuccessRate, Latency and Query are those of prometheus, and Query is its customQuery.")
        @Size(min = 1, max = 5)
        List<TriggerKind> triggers) {

    /** With the API's default for a spec that never passed through the API server. */
    public RequiredConditions {
        atLeast = atLeast == null ? 1 : atLeast;
        triggers = triggers == null ? null : List.copyOf(triggers);
    }

    /** Where a condition has its signal from. */
    public enum TriggerKind {
        SuccessRate,
        Latency,
        Query,
        Alert,
        Webhook;

        public static TriggerKind of(Trigger trigger) {
            if (trigger.alert() != null) {
                return Alert;
            }
            if (trigger.prometheus() == null) {
                return Webhook;
            }
            if (trigger.prometheus().successRate() != null) {
                return SuccessRate;
            }
            return trigger.prometheus().latency() != null ? Latency : Query;
        }
    }
}
