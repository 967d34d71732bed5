package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Recovery;
import io.glooshot.api.Recovery.Outcome;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells of each transition as a Kubernetes Event, for {@code kubectl describe}. Best effort: the status is the truth. */
@Singleton
class ExperimentEvents {

    private static final Logger LOG = Logger.getLogger(ExperimentEvents.class);

    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1_000;
    private static final long IDLE_SECONDS = 10;

    private final KubernetesClient client;
    private final Clock clock;
    /** Few, and what is too much is dropped: the worker pool is for those who watch. */
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            ExperimentEvents::thread,
            new ThreadPoolExecutor.DiscardPolicy());

    ExperimentEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
        threads.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "glooshot-events");
        thread.setDaemon(true);
        return thread;
    }

    void tell(Experiment experiment, ExperimentStatus before, ExperimentStatus after) {
        if (before != null && before.state() == after.state() && Objects.equals(before.reason(), after.reason())) {
            tellRecovery(experiment, before, after);
            return;
        }
        LOG.infof(
                "%s/%s is %s (%s): %s",
                experiment.getMetadata().getNamespace(),
                experiment.getMetadata().getName(),
                after.state(),
                after.reason(),
                after.message());
        boolean isWarning = after.state() == State.Aborted || after.state() == State.Failed;
        threads.execute(() -> create(experiment, isWarning, after.state() + after.reason(), after.message()));
    }

    private void tellRecovery(Experiment experiment, ExperimentStatus before, ExperimentStatus after) {
        Recovery recovery = after.recovery();
        if (recovery == null || recovery.stillWatching() || recovery.equals(before.recovery())) {
            return;
        }
        boolean isWarning = recovery.outcome() != Outcome.Recovered;
        String reason = recovery.outcome() == Outcome.Unknown
                ? "RecoveryUnknown"
                : recovery.outcome().name();
        threads.execute(() -> create(experiment, isWarning, reason, recovery.message()));
    }

    private void create(Experiment experiment, boolean isWarning, String reason, String message) {
        var metadata = experiment.getMetadata();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            client.v1()
                    .events()
                    .inNamespace(metadata.getNamespace())
                    .resource(new EventBuilder()
                            .withNewMetadata()
                            .withGenerateName(metadata.getName() + ".")
                            .withNamespace(metadata.getNamespace())
                            .endMetadata()
                            .withNewInvolvedObject()
                            .withApiVersion(experiment.getApiVersion())
                            .withKind(experiment.getKind())
                            .withNamespace(metadata.getNamespace())
                            .withName(metadata.getName())
                            .withUid(metadata.getUid())
                            .withResourceVersion(metadata.getResourceVersion())
                            .endInvolvedObject()
                            .withType(isWarning ? "Warning" : "Normal")
                            .withReason(reason)
                            .withMessage(message)
                            .withFirstTimestamp(now)
                            .withLastTimestamp(now)
                            .withCount(1)
                            .withNewSource()
                            .withComponent("glooshot")
                            .endSource()
                            .build())
                    .create();
        } catch (RuntimeException e) {
            LOG.debugf(e, "No event for %s/%s", metadata.getNamespace(), metadata.getName());
        }
    }
}
