package io.glooshot.metric;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.experiment.Moment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;

/** What reads signals, for a process that has no container which puts it together: the same parts as in the controller. */
public final class SignalReading implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final PrometheusClients clients;
    private final PrometheusSource prometheus;
    private final WebhookSource webhooks;
    private final Watch watch;

    /** @param client reads the Meshes and Secrets that say how signals are asked */
    public SignalReading(KubernetesClient client, MetricConfig config) {
        Moment.Source clock = new SystemMoments().moments();
        MeterRegistry meters = new SimpleMeterRegistry();
        Secrets secrets = new Secrets(client, config, clock);
        clients = new PrometheusClients(vertx, secrets, config);
        prometheus = new PrometheusSource(
                new Connections(new Endpoints(client, clock), secrets, clients, config), config, meters, clock);
        webhooks = new WebhookSource(vertx, config, secrets);
        List<MetricSource<?>> sources = List.of(prometheus, new AlertSource(prometheus), webhooks);
        watch = new Watch(new Poller(sources, config, meters), clock, meters);
    }

    public Watch watch() {
        return watch;
    }

    public PrometheusSource prometheus() {
        return prometheus;
    }

    @Override
    public void close() {
        watch.stop();
        clients.close();
        webhooks.close();
        vertx.close();
    }
}
