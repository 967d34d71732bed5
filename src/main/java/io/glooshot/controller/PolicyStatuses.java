package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.glooshot.api.ExperimentPolicyStatus;
import io.glooshot.experiment.policy.Limit;
import io.glooshot.experiment.policy.Limit.NotUnderstood;
import io.glooshot.experiment.policy.Policy;
import io.glooshot.experiment.policy.Rulebook;
import io.glooshot.experiment.policy.Standing;
import io.glooshot.run.Policies;
import io.glooshot.run.PolicyEnforcement;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Tells in each policy whether it is understood and how many experiments it holds, and is the only writer of its status. */
@ApplicationScoped
class PolicyStatuses {

    private static final Logger LOG = Logger.getLogger(PolicyStatuses.class);

    private final KubernetesClient client;
    private final PolicyEnforcement enforcement;
    private final Clock clock;

    PolicyStatuses(KubernetesClient client, PolicyEnforcement enforcement, Clock clock) {
        this.client = client;
        this.enforcement = enforcement;
        this.clock = clock;
    }

    /** Writes what differs, for the policies that were read last. Best effort: the next look tries again. */
    void write() {
        Rulebook rules = enforcement.rulebook();
        List<Standing> standings = enforcement.standings();
        Map<String, Policy> byName =
                rules.policies().stream().collect(Collectors.toMap(Policy::name, Function.identity()));
        for (GenericKubernetesResource stored : enforcement.stored()) {
            Optional.ofNullable(byName.get(stored.getMetadata().getName()))
                    .ifPresent(policy -> write(stored, policy, rules.count(policy, standings)));
        }
    }

    private void write(GenericKubernetesResource stored, Policy policy, int experiments) {
        KubernetesSerialization json = client.getKubernetesSerialization();
        ExperimentPolicyStatus before = json.convertValue(stored.get("status"), ExperimentPolicyStatus.class);
        ExperimentPolicyStatus next = status(stored, before, policy, experiments);
        if (next.equals(before)) {
            return;
        }
        stored.setAdditionalProperty("status", json.convertValue(next, Map.class));
        try {
            // With its resourceVersion: what is said is of the spec that was read.
            client.genericKubernetesResources(Policies.KIND).resource(stored).updateStatus();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                LOG.warnf("Cannot write the status of ExperimentPolicy %s: %s", policy.name(), e.getMessage());
            }
        }
    }

    private ExperimentPolicyStatus status(
            GenericKubernetesResource stored, ExperimentPolicyStatus before, Policy policy, int experiments) {
        var conditions = new Conditions(stored, before == null ? List.of() : before.conditions(), clock.instant());
        Optional<NotUnderstood> trouble = trouble(policy.limits());
        return new ExperimentPolicyStatus(
                stored.getMetadata().getGeneration(),
                experiments,
                conditions
                        .set(
                                ExperimentPolicyStatus.ACCEPTED,
                                trouble.isPresent() ? "False" : "True",
                                trouble.isPresent() ? "NotUnderstood" : "Understood",
                                trouble.map(limit -> "%s: %s. No experiment that the policy selects can run."
                                                .formatted(limit.field(), limit.why()))
                                        .orElse("All experiments that the policy selects are held to it."))
                        .list());
    }

    private static Optional<NotUnderstood> trouble(List<Limit> limits) {
        return limits.stream()
                .filter(NotUnderstood.class::isInstance)
                .map(NotUnderstood.class::cast)
                .findFirst();
    }
}
