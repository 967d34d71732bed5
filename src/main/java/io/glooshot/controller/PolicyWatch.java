package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.glooshot.api.Experiment;
import io.glooshot.apiserver.Informers;
import io.glooshot.mesh.Mandate;
import io.glooshot.run.Policies;
import io.glooshot.run.PolicyEnforcement;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Has all runs judged again as soon as a policy changes, and from time to time: labels of Namespaces and Services change
 * too, and an event can be missed. Windows close by the clock alone, so that one is looked at each second.
 */
@ApplicationScoped
class PolicyWatch {

    private static final Logger LOG = Logger.getLogger(PolicyWatch.class);

    private final KubernetesClient client;
    private final PolicyEnforcement enforcement;
    private final PolicyStatuses statuses;
    private final Mandate mandate;
    private final AtomicBoolean asked = new AtomicBoolean();
    private SharedIndexInformer<GenericKubernetesResource> informer;

    PolicyWatch(KubernetesClient client, PolicyEnforcement enforcement, PolicyStatuses statuses, Mandate mandate) {
        this.client = client;
        this.enforcement = enforcement;
        this.statuses = statuses;
        this.mandate = mandate;
    }

    /**
     * Judges the runs that are stored as begun before any of them goes on, and keeps watching.
     *
     * @throws RuntimeException when the API server cannot be asked: then nothing may go on yet
     */
    synchronized void begin(Collection<Experiment> begun) {
        enforcement.judgeBegun(begun);
        if (informer == null) {
            informer = client.genericKubernetesResources(Policies.KIND).runnableInformer(0);
            Informers.start(informer, new Handler(), "ExperimentPolicies");
        }
    }

    @PreDestroy
    synchronized void end() {
        if (informer != null) {
            informer.stop();
        }
    }

    /** Looks right away, without keeping the caller waiting; once for all who ask before it has begun. */
    void lookSoon() {
        if (!asked.getAndSet(true)) {
            Infrastructure.getDefaultWorkerPool().execute(this::look);
        }
    }

    /** One look at a time, so that an older one never has the last word. */
    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void look() {
        asked.set(false);
        if (!mandate.isHeld()) {
            return;
        }
        try {
            enforcement.enforce();
            statuses.write();
        } catch (RuntimeException e) {
            LOG.warnf("Cannot look at the ExperimentPolicies; tried again in seconds: %s", e.getMessage());
        }
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void lookAtTheClock() {
        if (mandate.isHeld()) {
            enforcement.enforceKnown();
        }
    }

    private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {

        @Override
        public void onAdd(GenericKubernetesResource policy) {
            lookSoon();
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            // Not for a status, which is written here.
            if (!Objects.equals(
                    before.getMetadata().getGeneration(), after.getMetadata().getGeneration())) {
                lookSoon();
            }
        }

        @Override
        public void onDelete(GenericKubernetesResource policy, boolean isStateUnknown) {
            lookSoon();
        }
    }
}
