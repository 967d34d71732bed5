package io.glooshot.metric;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Mesh;
import io.glooshot.api.PrometheusEndpoint;
import io.glooshot.experiment.Moment;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What Meshes say by now about the servers that their metrics are read from. Empty for a Mesh that is gone or says nothing. */
@ApplicationScoped
class Endpoints {

    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final Map<String, Cached<Optional<PrometheusEndpoint>>> cache = new ConcurrentHashMap<>();
    private final Function<String, Optional<PrometheusEndpoint>> read;
    private final Moment.Source clock;

    @Inject
    Endpoints(KubernetesClient client, Moment.Source clock) {
        this(
                name -> Optional.ofNullable(
                                client.resources(Mesh.class).withName(name).get())
                        .map(mesh -> mesh.getSpec().prometheus()),
                clock);
    }

    /** @param read reads the one of a Mesh, and may block */
    Endpoints(Function<String, Optional<PrometheusEndpoint>> read, Moment.Source clock) {
        this.read = read;
        this.clock = clock;
    }

    Uni<Optional<PrometheusEndpoint>> of(String mesh) {
        return cache.computeIfAbsent(
                        mesh,
                        name -> new Cached<>(
                                Uni.createFrom()
                                        .item(() -> read.apply(name))
                                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()),
                                Optional::isEmpty,
                                REFRESH))
                .get(clock.now());
    }
}
