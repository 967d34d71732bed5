package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Limits. One that is left out limits nothing; a list of what is allowed that is empty allows nothing. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExperimentPolicySpec(
        @JsonPropertyDescription(
                "Whose experiments are limited: those in Namespaces with such labels; all when left out or empty.")
        ObjectSelector namespaceSelector,

        @JsonPropertyDescription(
                "The most experiments at once, over all namespaces that are selected. One more waits; when the limit is lowered, those that started last are ended.")
        @Min(1)
        @Max(10_000)
        Integer maxExperiments,

        @JsonPropertyDescription("The longest spec.duration of an experiment. More than 0s, at most 24h.")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) > duration('0s') && duration(self) <= duration('24h')",
                message = "must be more than 0s and at most 24h")
        String maxDuration,

        @JsonPropertyDescription(
                "The highest share of the calls that a fault may hit, in percent, by abort, delay or either of the two: 50 % aborted and 50 % delayed are 75 % hit.")
        @Min(0)
        @Max(100)
        @ValidationRule(value = Percentages.RULE, message = Percentages.MESSAGE)
        Double maxPercentage,

        @JsonPropertyDescription("The longest delay of a call. At least 1ms, at most 1h.")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('1ms') && duration(self) <= duration('1h')",
                message = "must be at least 1ms and at most 1h")
        String maxDelay,

        @JsonPropertyDescription("The longest spec.maxBlind of an experiment. At least 1s, at most 10m.")
        @Size(max = 32)
        @Pattern(Durations.PATTERN)
        @ValidationRule(
                value = "duration(self) >= duration('1s') && duration(self) <= duration('10m')",
                message = "must be at least 1s and at most 10m")
        String maxBlind,

        @JsonPropertyDescription("What faults may do; anything when left out.") @Size(max = 2)
        List<FaultKind> allowedFaults,

        @JsonPropertyDescription("The HTTP statuses that calls may be aborted with; any when left out.") @Size(max = 64)
        List<StatusRange> allowedHttpStatuses,

        @JsonPropertyDescription("The gRPC status codes that calls may be aborted with; any when left out.")
        @Size(max = 16)
        List<@Min(1) @Max(16) Integer> allowedGrpcStatuses,

        @JsonPropertyDescription("What failure conditions an experiment must have: all of these.") @Size(max = 8)
        List<RequiredConditions> requiredConditions,

        @JsonPropertyDescription(
                "When experiments may run: in any of these; always when left out. One that would not be over in time does not start, and one that runs when a window closes is ended.")
        @Size(max = 32)
        List<TimeWindow> allowedWindows,

        @JsonPropertyDescription(
                "The hosts of webhooks; any when left out. A name or address, or *. and a domain for all names below it; a port after a colon allows that port alone. IPv6 addresses in brackets.")
        @Size(max = 64)
        List<@Size(min = 1, max = 259) @Pattern(ExperimentPolicySpec.HOST) String> allowedWebhookHosts,

        @JsonPropertyDescription("Namespaces whose services no fault may break, wherever its experiment is.")
        ProtectedNamespaces protectedNamespaces,

        @JsonPropertyDescription("Services that no fault may break, wherever its experiment is.")
        ProtectedServices protectedServices) {

    /** A name, {@code *.} and a name, or an address, and perhaps a port. */
    static final String HOST =
            "^((\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|\\[[0-9A-Fa-f:.]+\\])(:[1-9][0-9]{0,4})?$";

    public ExperimentPolicySpec {
        allowedFaults = copy(allowedFaults);
        allowedHttpStatuses = copy(allowedHttpStatuses);
        allowedGrpcStatuses = copy(allowedGrpcStatuses);
        requiredConditions = requiredConditions == null ? List.of() : List.copyOf(requiredConditions);
        allowedWindows = copy(allowedWindows);
        allowedWebhookHosts = copy(allowedWebhookHosts);
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? null : List.copyOf(list);
    }

    /** What a fault does to calls. */
    public enum FaultKind {
        Abort,
        Delay
    }
}
