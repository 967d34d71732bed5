package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.Moment;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.Meshes;
import io.glooshot.mesh.envoy.EnvoyProvider;
import io.glooshot.mesh.istio.IstioProvider;
import io.glooshot.metric.SignalReading;
import io.glooshot.run.DryRun;
import io.glooshot.run.FaultedShare;
import io.glooshot.run.Forecast;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The controller's planner, meshes and metric sources, put together in a process that may look and not touch. */
final class MeshMetrics implements AutoCloseable {

    private final KubernetesClient client;
    private final Optional<URI> prometheus;
    private final Meshes meshes;
    private final SignalReading signals;

    /** @param prometheus asked instead of those that Meshes name */
    MeshMetrics(KubernetesClient client, Optional<URI> prometheus) {
        ControllerSettings settings = ControllerSettings.read();
        var meters = new SimpleMeterRegistry();
        // Without a mandate, which nobody gives it, it injects nothing.
        var istio = new IstioProvider(
                client,
                WatchedNamespaces.all(),
                new Mandate(),
                settings.istio(),
                () -> new Moment(Instant.now(), System.nanoTime()),
                new Drifts(meters));
        this.client = client;
        this.prometheus = prometheus;
        this.meshes = new Meshes(List.of(istio, EnvoyProvider.unserved(settings.envoy(), meters)));
        this.signals = new SignalReading(client, settings.metrics());
    }

    Forecast forecast(Experiment experiment) {
        return new DryRun(client, meshes, signals, prometheus, Clock.systemUTC()).of(experiment);
    }

    /** Of the calls that a running experiment is for; empty where it cannot be told. */
    Optional<Double> faultedShare(Experiment begun) {
        return new FaultedShare(client, meshes, signals, prometheus).of(begun);
    }

    @Override
    public void close() {
        signals.close();
    }
}
