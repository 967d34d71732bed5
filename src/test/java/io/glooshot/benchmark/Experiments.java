package io.glooshot.benchmark;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The Experiments of one namespace, as the API server tells of them. */
final class Experiments implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final String namespace;
    private final SharedIndexInformer<Experiment> informer;
    private final Map<String, ExperimentStatus> statuses = new ConcurrentHashMap<>();
    private final Map<String, Instant> firstStatuses = new ConcurrentHashMap<>();
    private final Map<String, Instant> verdicts = new ConcurrentHashMap<>();

    Experiments(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.informer =
                client.resources(Experiment.class).inNamespace(namespace).inform(new Notes());
    }

    void create(Experiment experiment) {
        client.resource(experiment).create();
    }

    /** Waits until every one of them is as wanted. */
    void awaitAll(int count, Predicate<ExperimentStatus> wanted) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(LIMIT)
                .until(() -> {
                    statuses.forEach((name, status) -> refuseAborted(name, status));
                    return statuses.values().stream().filter(wanted).count() == count;
                });
    }

    /** With one that was aborted nothing else would ever be as wanted. */
    private static void refuseAborted(String name, ExperimentStatus status) {
        if (status.state() == State.Aborted) {
            throw new IllegalStateException("%s was aborted: %s".formatted(name, status.message()));
        }
    }

    void awaitOne(String name, Predicate<ExperimentStatus> wanted) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(LIMIT)
                .until(() -> status(name).filter(wanted).isPresent());
    }

    Optional<ExperimentStatus> status(String name) {
        return Optional.ofNullable(statuses.get(name));
    }

    /** When a watcher first saw that the controller had taken the experiment up. */
    Instant firstStatus(String name) {
        return firstStatuses.get(name);
    }

    /** When a watcher first saw the stored verdict. */
    Instant verdict(String name) {
        return verdicts.get(name);
    }

    /** Deletes what is over. */
    void clear() {
        // One by one: a single request for a thousand takes longer than clients wait.
        var all = client.resources(Experiment.class).inNamespace(namespace);
        Set.copyOf(statuses.keySet()).forEach(name -> all.withName(name).delete());
        awaitAll(0, status -> true);
    }

    /** Whether the controller is through with all of them, so that deleting them takes nothing more. */
    boolean isEveryOneLetGo() {
        return informer.getStore().list().stream()
                .allMatch(experiment -> experiment.getMetadata().getFinalizers().isEmpty());
    }

    static boolean isWatched(ExperimentStatus status) {
        return status.state() == State.Started && "Watching".equals(status.reason());
    }

    static boolean isOver(ExperimentStatus status) {
        return status.state().isFinal();
    }

    @Override
    public void close() {
        informer.close();
    }

    private final class Notes implements ResourceEventHandler<Experiment> {
        @Override
        public void onAdd(Experiment experiment) {
            note(experiment);
        }

        @Override
        public void onUpdate(Experiment before, Experiment experiment) {
            note(experiment);
        }

        @Override
        public void onDelete(Experiment experiment, boolean isStateUnknown) {
            statuses.remove(experiment.getMetadata().getName());
        }

        private void note(Experiment experiment) {
            ExperimentStatus status = experiment.getStatus();
            if (status == null || status.state() == null) {
                return;
            }
            String name = experiment.getMetadata().getName();
            firstStatuses.putIfAbsent(name, Instant.now());
            if (status.verdict() != null) {
                verdicts.putIfAbsent(name, Instant.now());
            }
            statuses.put(name, status);
        }
    }
}
