package io.glooshot.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.glooshot.mesh.Meshes;
import io.glooshot.metric.SignalReading;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How large a share of the calls that a running experiment is for was faulted in the last minute, by the mesh's own metrics.
 * Blocks on Prometheus.
 */
public final class FaultedShare {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Planner planner;
    private final Meshes meshes;
    private final SignalReading signals;
    private final Optional<URI> prometheus;

    /** @param prometheus asked instead of those that Meshes name, without their credentials */
    public FaultedShare(KubernetesClient client, Meshes meshes, SignalReading signals, Optional<URI> prometheus) {
        this.planner = new Planner(client, WatchedNamespaces.all(), new CheckPlanner(meshes), meshes);
        this.meshes = meshes;
        this.signals = signals;
        this.prometheus = prometheus;
    }

    /** @return 0 to 1; empty where that cannot be told, and for a control run */
    public Optional<Double> of(Experiment begun) {
        Plan plan = planner.restoreFaults(begun);
        if (plan.isControl() || plan.mesh() == null) {
            return Optional.empty();
        }
        String query = meshes.require(plan.mesh().type()).faultedShareQuery(plan);
        Reading reading = signals.prometheus()
                .read(new Signal.Promql(query, plan.mesh().askedAt(prometheus).dataSource()))
                .await()
                .atMost(LONGEST);
        return reading instanceof Reading.Value value ? Optional.of(value.value()) : Optional.empty();
    }
}
