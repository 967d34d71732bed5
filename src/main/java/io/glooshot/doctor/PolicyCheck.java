package io.glooshot.doctor;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.glooshot.api.ExperimentPolicy;
import io.glooshot.api.ExperimentPolicyStatus;
import java.util.List;
import java.util.Optional;

/** Whether the controller understands every policy. Read as they are, since a newer version may have written them. */
record PolicyCheck(KubernetesClient client) implements Check {

    private static final ResourceDefinitionContext KIND =
            ResourceDefinitionContext.fromResourceType(ExperimentPolicy.class);

    @Override
    public String name() {
        return "policies";
    }

    @Override
    public List<Finding> look() {
        List<GenericKubernetesResource> all =
                client.genericKubernetesResources(KIND).list().getItems();
        List<Finding> troubles =
                all.stream().flatMap(policy -> trouble(policy).stream()).toList();
        if (!troubles.isEmpty()) {
            return troubles;
        }
        return List.of(
                all.isEmpty()
                        ? Finding.ok(name(), "none, so nothing limits experiments")
                        : Finding.ok(name(), "%d, all understood", all.size()));
    }

    private Optional<Finding> trouble(GenericKubernetesResource policy) {
        String check = "policy " + policy.getMetadata().getName();
        ExperimentPolicyStatus status =
                client.getKubernetesSerialization().convertValue(policy.get("status"), ExperimentPolicyStatus.class);
        Optional<Condition> accepted = status == null
                ? Optional.empty()
                : status.conditions().stream()
                        .filter(condition -> condition.getType().equals(ExperimentPolicyStatus.ACCEPTED))
                        .findFirst();
        if (accepted.isEmpty()) {
            return Optional.of(Finding.warn(check, "no controller has read it yet", "Wait for a controller to lead."));
        }
        return accepted.get().getStatus().equals("True")
                ? Optional.empty()
                : Optional.of(Finding.fail(
                        check,
                        accepted.get().getMessage(),
                        "Correct the policy, or upgrade the controller: docs/policies.md."));
    }
}
