package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Selects Kubernetes Services by their labels. What it finds when the experiment starts is stored, and stays. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.matchLabels) || has(self.matchExpressions)",
        message = "needs matchLabels or matchExpressions")
public record ServiceSelector(
        @JsonPropertyDescription("The namespaces to look in; the experiment's own when left out.")
        @Size(min = 1, max = 8)
        List<@Size(min = 1, max = 63) @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$") String> namespaces,

        @JsonPropertyDescription("Labels that a Service must have.")
        @Size(min = 1, max = 16)
        @ValidationRule(value = Labels.KEYS_RULE, message = Labels.KEYS_MESSAGE)
        Map<String, @Size(max = Labels.LONGEST_VALUE) @Pattern(Labels.VALUE) String> matchLabels,

        @JsonPropertyDescription("Requirements that a Service's labels must meet, as in any label selector.")
        @Size(min = 1, max = 16)
        List<LabelRequirement> matchExpressions,

        @JsonPropertyDescription("Port number of the Services; every port when left out.") @Min(1) @Max(65535)
        Integer port,

        @JsonPropertyDescription(
                "Only the workloads behind the Services that have these labels too, such as those of one version.")
        @Size(max = Labels.MOST_OF_WORKLOAD)
        @ValidationRule(value = Labels.KEYS_RULE, message = Labels.KEYS_MESSAGE)
        Map<String, @Size(max = Labels.LONGEST_VALUE) @Pattern(Labels.VALUE) String> workloadLabels) {

    public ServiceSelector {
        namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
        matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
        matchExpressions = matchExpressions == null ? List.of() : List.copyOf(matchExpressions);
        workloadLabels = workloadLabels == null ? Map.of() : Map.copyOf(workloadLabels);
    }
}
