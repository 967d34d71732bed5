package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.cli.WatchedExperiments.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks the API server again and again how experiments are, in threads of its own, and goes on where it does not answer. */
final class ExperimentPoll implements AutoCloseable {

    /**
     * What was seen last.
     *
     * @param trouble why there is nothing newer; empty when there is
     */
    record Seen(List<Watched> experiments, String trouble) {}

    private static final Duration SHARE_INTERVAL = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final Optional<String> namespace;
    private final Optional<String> name;
    private final WatchedExperiments watched = new WatchedExperiments();
    private final Map<String, Double> shares = new ConcurrentHashMap<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "glooshot-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Optional<Seen> seen = Optional.empty();

    /**
     * @param namespace empty for all
     * @param name empty for all
     */
    ExperimentPoll(KubernetesClient client, Optional<String> namespace, Optional<String> name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /** @param share of the calls of a running experiment that is faulted; may block and fail */
    void start(Duration interval, Function<Experiment, Optional<Double>> share) {
        threads.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        threads.scheduleWithFixedDelay(() -> measure(share), 0, SHARE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Empty before the first answer. */
    Optional<Seen> seen() {
        return seen;
    }

    /** Looks once. */
    void look() {
        try {
            List<Experiment> all = list();
            shares.keySet()
                    .retainAll(all.stream()
                            .filter(ExperimentPoll::isStarted)
                            .map(each -> each.getMetadata().getUid())
                            .collect(Collectors.toSet()));
            seen = Optional.of(new Seen(watched.with(all, shares), ""));
        } catch (KubernetesClientException failure) {
            String trouble =
                    "The API server cannot be asked: %s. Trying again.".formatted(ApiFailure.describe(failure));
            seen = Optional.of(new Seen(seen.map(Seen::experiments).orElse(List.of()), trouble));
        }
    }

    private List<Experiment> list() {
        var all = client.resources(Experiment.class);
        var there = namespace.isPresent() ? all.inNamespace(namespace.get()) : all.inAnyNamespace();
        return (name.isPresent() ? there.withField("metadata.name", name.get()) : there)
                .list()
                .getItems();
    }

    private void measure(Function<Experiment, Optional<Double>> share) {
        for (Watched each : seen.map(Seen::experiments).orElse(List.of())) {
            if (isStarted(each.experiment())) {
                String uid = each.experiment().getMetadata().getUid();
                try {
                    share.apply(each.experiment())
                            .ifPresentOrElse(found -> shares.put(uid, found), () -> shares.remove(uid));
                } catch (RuntimeException unknown) {
                    // What cannot be measured from here is not shown; the experiment itself is judged by the
                    // controller.
                    shares.remove(uid);
                }
            }
        }
    }

    private static boolean isStarted(Experiment experiment) {
        return experiment.getStatus() != null && experiment.getStatus().state() == State.Started;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
