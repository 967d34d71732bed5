package io.glooshot.metric;

import static io.glooshot.metric.MetricWorld.LIMIT;
import static io.glooshot.metric.MetricWorld.MAX_BLIND;
import static io.glooshot.metric.MetricWorld.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.Side;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Freshness;
import io.glooshot.experiment.Reading.NoData;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.Signal.Promql;
import io.glooshot.mesh.RequestMetrics;
import io.glooshot.mesh.RequestQuery;
import io.glooshot.playground.TestExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data that look alive to a real Prometheus and are old. */
@Timeout(120)
class OldDataIT {

    @TempDir
    static Path directory;

    private static MetricWorld world;
    private static TestExporter exporter;

    @BeforeAll
    static void start() {
        world = MetricWorld.start(directory);
        exporter = world.exporter();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void readsARecordingRuleAndNoticesWhenItsSourceIsOld() {
        Check recorded = check(
                new Promql(
                        "service:errors:max",
                        Optional.empty(),
                        Optional.of(new Freshness("max(timestamp(recorded))", MAX_BLIND))),
                true);
        // With a time of its own a sample is never marked as stale, and Prometheus gives it for five minutes.
        exporter.set("recorded", 3, Instant.now());
        await().atMost(LIMIT)
                .until(() -> world.measure(recorded).reading().equals(world.value(3, "service:errors:max")));
        assertThat(world.measure(recorded).isGood()).isTrue();

        await().atMost(LIMIT).until(() -> world.measure(recorded).reading() instanceof NoData);

        assertThat(world.read("service:errors:max"))
                .as("without the freshness")
                .isEqualTo(world.value(3, "service:errors:max"));
        assertThat(world.measure(recorded).reading().trouble())
                .startsWith("The newest sample is ")
                .endsWith(" old, older than maxBlind (2s).");
        assertThat(world.measure(recorded).isGood()).as("healthy by onNoData").isFalse();
    }

    @Test
    void doesNotTakeOldRequestsForNewOnes() {
        var metrics = new RequestMetrics("requests_total", "duration");
        var requests = new RequestQuery(
                new ServiceId("books", "reviews"), null, Duration.ofSeconds(20), true, Side.Client, MAX_BLIND);
        Promql successRate = new Promql(metrics.successRate("service=\"reviews\"", requests));
        Promql latency = new Promql(metrics.latency("service=\"reviews\"", requests, 0.5));
        for (int i = 1; i <= 5; i++) {
            int count = i * 100;
            Instant now = Instant.now();
            serve("200", count, now);
            serve("503", count / 4.0, now);
            exporter.set("duration_bucket{service=\"reviews\",le=\"100\"}", count, now);
            exporter.set("duration_bucket{service=\"reviews\",le=\"+Inf\"}", count, now);
            await().atMost(LIMIT)
                    .until(() -> world.prometheus()
                                    .query("requests_total{response_code=\"200\"}")
                                    .orElse(0)
                            == count);
        }
        await().atMost(LIMIT)
                .until(() -> world.read(successRate) instanceof Value read && Math.abs(read.value() - 0.8) < 0.01);
        assertThat(world.read(latency)).isInstanceOf(Value.class);

        await().atMost(LIMIT).until(() -> world.read(successRate) instanceof NoData);

        assertThat(world.read(latency)).isInstanceOf(NoData.class);
        assertThat(world.prometheus().query("sum(requests_total)"))
                .as("still in Prometheus")
                .isPresent();
    }

    private static void serve(String code, double count, Instant time) {
        exporter.set("requests_total{service=\"reviews\",response_code=\"%s\"}".formatted(code), count, time);
    }
}
