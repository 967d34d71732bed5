package io.glooshot.playground;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Metrics for Prometheus to scrape, with the values that a test sets. */
public final class TestExporter implements AutoCloseable {
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final LoopbackServer server;

    private TestExporter(Vertx vertx) {
        server = LoopbackServer.start(vertx, this::answer);
    }

    public static TestExporter start(Vertx vertx) {
        return new TestExporter(vertx);
    }

    /** @param series a metric's name, with labels where wanted: {@code errors{service="reviews"}} */
    public void set(String series, double value) {
        values.put(series, Double.toString(value));
    }

    /** The same with a time of its own, as exporters have that pass on what others told them once. */
    public void set(String series, double value, Instant time) {
        values.put(series, value + " " + time.toEpochMilli());
    }

    public void remove(String series) {
        values.remove(series);
    }

    public int port() {
        return server.port();
    }

    private void answer(HttpServerRequest request) {
        String body = values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining());
        request.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4")
                .end(body);
    }

    @Override
    public void close() {
        server.close();
    }
}
