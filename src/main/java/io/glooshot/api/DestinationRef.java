package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Names a Kubernetes Service whose calls are hit. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DestinationRef(
        @JsonPropertyDescription("Name of the Service.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        String name,

        @JsonPropertyDescription("Namespace of the Service; the experiment's own when left out.")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String namespace,

        @JsonPropertyDescription("Port number of the Service; every port when left out.") @Min(1) @Max(65535)
        Integer port,

        @JsonPropertyDescription(
                "Only the workloads behind the Service that have these labels too, such as those of one version.")
        @Size(max = Labels.MOST_OF_WORKLOAD)
        @ValidationRule(value = Labels.KEYS_RULE, message = Labels.KEYS_MESSAGE)
        Map<String, @Size(max = Labels.LONGEST_VALUE) @Pattern(Labels.VALUE) String> workloadLabels) {

    public DestinationRef {
        workloadLabels = workloadLabels == null ? Map.of() : Map.copyOf(workloadLabels);
    }
}
