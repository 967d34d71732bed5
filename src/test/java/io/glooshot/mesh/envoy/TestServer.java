package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.Drifts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.VertxServer;
import io.vertx.grpc.VertxServerBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Serves proxies on the loopback interface, by the kind of server that Quarkus starts. */
final class TestServer implements AutoCloseable {

    static final Duration TTL = Duration.ofSeconds(30);

    /** As the defaults, but for what a test shortens. */
    record Settings(Duration ttl, Duration renewal, Duration ackTimeout, Duration reconnectGrace)
            implements EnvoySettings {
        static final Settings DEFAULT =
                new Settings(TTL, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));

        @Override
        public Optional<String> trustedCa() {
            return Optional.empty();
        }
    }

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Proxies proxies;
    final EnvoyProvider provider;
    final Serving serving;
    private final Vertx vertx = Vertx.vertx();
    private final VertxServer server;
    private boolean closed;

    /** @param port 0 for a free one */
    TestServer(EnvoySettings settings, Moment.Source clock, int port, Handler<HttpServerOptions> tls) {
        proxies = new Proxies(settings, meters, clock);
        proxies.start();
        provider = new EnvoyProvider(proxies, new Drifts(meters));
        serving = new Serving(proxies);
        VertxServerBuilder builder = VertxServerBuilder.forAddress(vertx, "127.0.0.1", port);
        GrpcTransport.tune(builder);
        server = builder.addService(new RuntimeDiscovery(proxies))
                .addService(new ExtensionConfigDiscovery(proxies))
                .useSsl(tls)
                .build();
        Promise<Void> started = Promise.promise();
        server.start(started);
        started.future().toCompletionStage().toCompletableFuture().join();
    }

    TestServer(Moment.Source clock) {
        this(Settings.DEFAULT, clock, 0, plaintext -> {});
    }

    /** Opened with these runs. */
    TestServer serving(Map<Plan, Instant> started) {
        serving.open(started);
        return this;
    }

    int port() {
        return server.getPort();
    }

    /** As a process that is killed: connections break, nothing is taken back. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        proxies.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
