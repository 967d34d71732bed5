package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the controller makes of a policy. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExperimentPolicyStatus(
        @JsonPropertyDescription("The generation of the spec that this status is of.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "How many experiments that it selects run now, those that begin or end included; as it was some seconds ago at most.")
        Integer experiments,

        @JsonPropertyDescription(
                "Accepted: the controller understands the policy. While it does not, no experiment that the policy selects can run.")
        List<Condition> conditions) {

    /** Type of the condition that tells whether the policy is understood. */
    public static final String ACCEPTED = "Accepted";

    public ExperimentPolicyStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
