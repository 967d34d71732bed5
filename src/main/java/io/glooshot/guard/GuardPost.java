package io.glooshot.guard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.glooshot.apiserver.WatchedNamespaces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Has the guard look at its interval until the process ends, and tells over HTTP whether it does. */
public final class GuardPost implements AutoCloseable {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);

    private final Guard guard;
    private final GuardSettings settings;
    private final Consumer<String> tell;
    private final HttpServer server;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter failedLooks = Counter.builder("glooshot.guard.looks.failed")
            .description("Looks at the cluster that failed")
            .register(metrics);
    private final AtomicInteger takingOff = metrics.gauge("glooshot.guard.experiments.taking.off", new AtomicInteger());
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile long lastLook = System.nanoTime();

    /** @throws IOException when the address cannot be listened on */
    public GuardPost(
            Guard guard,
            WatchedNamespaces namespaces,
            GuardSettings settings,
            InetSocketAddress address,
            Consumer<String> tell)
            throws IOException {
        this.guard = guard;
        this.settings = settings;
        this.tell = tell;
        Gauge.builder(
                        "glooshot.guard.namespaces.unreadable",
                        namespaces,
                        all -> all.unreadable().size())
                .description("Watched namespaces that the guard may not read, so that nothing in them is looked after")
                .strongReference(true)
                .register(metrics);
        this.server = HttpServer.create(address, 0);
        server.createContext("/healthz", this::health);
        server.createContext("/metrics", exchange -> answer(exchange, HttpURLConnection.HTTP_OK, metrics.scrape()));
        server.start();
        tell.accept("The guard looks every %d ms; health is at port %d"
                .formatted(settings.interval().toMillis(), server.getAddress().getPort()));
    }

    /** Returns only when closed or interrupted. */
    public void stand() throws InterruptedException {
        do {
            look();
            lastLook = System.nanoTime();
        } while (!end.await(settings.interval().toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Whatever goes wrong, there is a next look. */
    private void look() {
        try {
            takingOff.set(guard.look());
        } catch (RuntimeException failure) {
            failedLooks.increment();
            tell.accept("The cluster cannot be asked, and is asked again: %s".formatted(failure.getMessage()));
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        Duration ago = Duration.ofNanos(System.nanoTime() - lastLook);
        boolean looks = ago.compareTo(settings.interval().plus(LONGEST_LOOK)) <= 0;
        answer(
                exchange,
                looks ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
                "last look %d s ago%n".formatted(ago.toSeconds()));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
