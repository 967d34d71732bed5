package io.glooshot.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.mesh.Mandate;
import io.glooshot.run.ExperimentName;
import io.glooshot.run.ExperimentRuns;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Ends what belongs to Experiments that are gone without a word. An event that comes while the framework writes the object's
 * status is kept back, and when the write fails, as it does when the object was taken away by force, its deletion can be
 * lost. The run would go on for nobody, and others would wait for it.
 */
@ApplicationScoped
class Vanished {

    private static final Logger LOG = Logger.getLogger(Vanished.class);

    private final ExperimentRuns runs;
    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;
    private final Mandate mandate;

    Vanished(ExperimentRuns runs, KubernetesClient client, WatchedNamespaces namespaces, Mandate mandate) {
        this.runs = runs;
        this.client = client;
        this.namespaces = namespaces;
        this.mandate = mandate;
    }

    @Scheduled(every = "15s", delayed = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        // Before the list: what begins during it is there.
        Map<String, ExperimentName> known = runs.known();
        if (known.isEmpty() || !mandate.isHeld()) {
            return;
        }
        try {
            Set<String> there = there();
            known.forEach((uid, name) -> {
                if (!there.contains(uid) && !namespaces.isUnreadable(Experiment.class, name.namespace())) {
                    LOG.warnf("%s is gone, and nobody has told of it; its run ends", name);
                    runs.vanished(uid);
                }
            });
        } catch (RuntimeException failure) {
            LOG.debugf("Cannot look which experiments are there: %s", ApiFailure.describe(failure));
        }
    }

    private Set<String> there() {
        return namespaces.list(client, Experiment.class).stream()
                .map(experiment -> experiment.getMetadata().getUid())
                .collect(Collectors.toSet());
    }
}
