package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Serves proxies on a free port of the loopback interface. */
final class TestServer implements AutoCloseable {

    static final Duration TTL = Duration.ofSeconds(30);

    /** As the defaults, but for what a test shortens. */
    record Settings(Duration ttl, Duration renewal, Duration ackTimeout, Duration reconnectGrace)
            implements EnvoySettings {
        static final Settings DEFAULT =
                new Settings(TTL, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Proxies proxies;
    final EnvoyProvider provider;
    final Serving serving;
    private final Server server;

    TestServer(Settings settings, Moment.Source clock, int port) {
        proxies = new Proxies(settings, meters, clock);
        proxies.start();
        provider = new EnvoyProvider(proxies);
        serving = new Serving(proxies);
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .addService(new RuntimeDiscovery(proxies))
                    .permitKeepAliveTime(1, java.util.concurrent.TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .build()
                    .start();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    TestServer(Moment.Source clock) {
        this(Settings.DEFAULT, clock, 0);
    }

    /** Opened with these runs. */
    TestServer serving(Map<Plan, Instant> started) {
        serving.open(started);
        return this;
    }

    int port() {
        return server.getPort();
    }

    /** As a process that is killed: connections break, nothing is said. */
    @Override
    public void close() {
        server.shutdownNow();
        proxies.stop();
    }
}
