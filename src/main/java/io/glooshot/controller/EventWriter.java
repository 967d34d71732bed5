package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Writes Kubernetes Events, best effort: nobody waits for them, and what is too much is dropped. */
@Singleton
class EventWriter {

    private static final Logger LOG = Logger.getLogger(EventWriter.class);

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
            EventWriter::thread,
            new ThreadPoolExecutor.DiscardPolicy());

    EventWriter(KubernetesClient client, Clock clock) {
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

    static ObjectReference reference(Experiment experiment) {
        var metadata = experiment.getMetadata();
        return new ObjectReferenceBuilder()
                .withApiVersion(experiment.getApiVersion())
                .withKind(experiment.getKind())
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .build();
    }

    void write(ObjectReference object, boolean isWarning, String reason, String message) {
        write(() -> Optional.of(object), isWarning, reason, message);
    }

    /** @param object looked up when it is written, which may block; nothing is written where there is none */
    void write(Supplier<Optional<ObjectReference>> object, boolean isWarning, String reason, String message) {
        threads.execute(() -> {
            try {
                object.get().ifPresent(found -> create(found, isWarning, reason, message));
            } catch (RuntimeException e) {
                LOG.debug("No event", e);
            }
        });
    }

    private void create(ObjectReference object, boolean isWarning, String reason, String message) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        client.v1()
                .events()
                .inNamespace(object.getNamespace())
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withGenerateName(object.getName() + ".")
                        .withNamespace(object.getNamespace())
                        .endMetadata()
                        .withInvolvedObject(object)
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
    }
}
