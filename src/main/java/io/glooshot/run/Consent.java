package io.glooshot.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Verdict;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether other namespaces let experiments break calls to their services. Asks of each namespace once, so it is made anew for
 * each look. Blocks on the API server. What the author of an experiment may do is for the API server to judge, when the
 * experiment is created.
 */
public final class Consent {

    /** On a Namespace: the namespaces, comma-separated or {@code *}, whose experiments may break calls to its services. */
    private static final String ALLOW_FROM = "glooshot.solo.io/allow-experiments-from";

    private final KubernetesClient client;
    private final Map<String, String> allowed = new HashMap<>();

    Consent(KubernetesClient client) {
        this.client = client;
    }

    /** @throws AbortException naming the first namespace that does not let a plan */
    void require(Plan plan) {
        plan.destinations().stream()
                .map(destination -> destination.service().namespace())
                .filter(namespace -> !namespace.equals(plan.namespace()))
                .distinct()
                .sorted()
                .forEach(namespace -> require(namespace, plan.namespace()));
    }

    /** The same as a verdict, for a run that goes on. An API server that is away takes nothing back. */
    public Optional<Verdict.Aborted> against(Plan plan) {
        try {
            require(plan);
            return Optional.empty();
        } catch (AbortException refused) {
            return Optional.of(refused.verdict());
        } catch (KubernetesClientException unreadable) {
            return Optional.empty();
        }
    }

    private void require(String namespace, String from) {
        String names = allowed.computeIfAbsent(namespace, this::read);
        if (!names.equals("*") && !Arrays.asList(names.split("\\s*,\\s*")).contains(from)) {
            throw new AbortException(
                    "NamespaceNotAllowed",
                    "Namespace %s does not accept experiments from %s; its annotation %s would have to name it."
                            .formatted(namespace, from, ALLOW_FROM));
        }
    }

    private String read(String namespace) {
        var found = client.namespaces().withName(namespace).get();
        var annotations = found == null ? null : found.getMetadata().getAnnotations();
        return annotations == null
                ? ""
                : annotations.getOrDefault(ALLOW_FROM, "").trim();
    }
}
