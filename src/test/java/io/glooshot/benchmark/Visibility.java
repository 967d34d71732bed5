package io.glooshot.benchmark;

import static org.awaitility.Awaitility.await;

import io.glooshot.playground.Prometheus;
import java.time.Duration;
import java.time.Instant;

/** When a sample can first be read from Prometheus: latencies that are Gloo Shot's own count from there. */
final class Visibility {

    private static final Duration PACE = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Prometheus prometheus;
    private final String series;
    private Instant lastMiss = Instant.now();

    private Visibility(Prometheus prometheus, String series) {
        this.prometheus = prometheus;
        this.series = series;
    }

    /**
     * Waits until a series has a value.
     *
     * @return when Prometheus was last asked in vain, so that a latency counted from it is never too short; it is too
     *     long by the pace of asking at most
     */
    static Instant of(Prometheus prometheus, String series, double value) {
        Visibility visibility = new Visibility(prometheus, series);
        await().pollDelay(Duration.ZERO).pollInterval(PACE).atMost(LIMIT).until(() -> visibility.isThere(value));
        return visibility.lastMiss;
    }

    private boolean isThere(double value) {
        Instant asked = Instant.now();
        boolean isThere = prometheus.query(series).orElse(Double.NaN) == value;
        if (!isThere) {
            lastMiss = asked;
        }
        return isThere;
    }
}
