package io.glooshot.metric;

import io.glooshot.api.PrometheusEndpoint;
import io.glooshot.experiment.DataSource;
import io.glooshot.experiment.Moment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What asks Prometheus, wired as in the controller and without a cluster. */
final class TestPrometheus {

    private static final String MESH = "mesh";
    private static final Moment.Source CLOCK = () -> new Moment(Instant.EPOCH, System.nanoTime());

    private TestPrometheus() {}

    /** Of the controller's own setting. */
    static PrometheusSource source(Vertx vertx, MetricConfig config, MeterRegistry meters) {
        return source(vertx, config, meters, TestSecrets.in("none", Map.of()), name -> Optional.empty());
    }

    /** As a Mesh says it, with what is in its Secrets by now. */
    static PrometheusSource source(Vertx vertx, TestSecrets secrets, PrometheusEndpoint endpoint) {
        MetricConfig config = TestConfig.of(Map.of("glooshot.prometheus.timeout", "5s"));
        return source(vertx, config, new SimpleMeterRegistry(), secrets, name -> Optional.of(endpoint));
    }

    /** The data source of that Mesh. */
    static Optional<DataSource> at(String url) {
        return Optional.of(new DataSource(MESH, URI.create(url)));
    }

    private static PrometheusSource source(
            Vertx vertx,
            MetricConfig config,
            MeterRegistry meters,
            TestSecrets stored,
            Function<String, Optional<PrometheusEndpoint>> endpoint) {
        Secrets secrets = stored.secrets();
        var clients = new PrometheusClients(vertx, secrets, config);
        var connections = new Connections(new Endpoints(endpoint, CLOCK), secrets, clients, config);
        return new PrometheusSource(connections, config, meters, CLOCK);
    }
}
