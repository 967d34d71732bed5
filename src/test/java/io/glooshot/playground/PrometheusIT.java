package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusIT {
    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static TestExporter exporter;
    private static Prometheus prometheus;

    @BeforeAll
    static void startBoth() {
        vertx = Vertx.vertx();
        exporter = TestExporter.start(vertx);
        prometheus = Prometheus.start(Parts.onThisMachine(Progress.toStandardOut()), directory, Duration.ofMillis(200));
        prometheus.scrape(exporter.port(), "/metrics", Map.of("app", "reviews"));
    }

    @AfterAll
    static void stopBoth() {
        prometheus.close();
        exporter.close();
        vertx.close();
    }

    @Test
    void scrapesWhatTheExporterSays() {
        exporter.set("errors{kind=\"5xx\"}", 3);
        await().until(() -> prometheus.query("errors{kind=\"5xx\",app=\"reviews\"}"), OptionalDouble.of(3)::equals);

        exporter.remove("errors{kind=\"5xx\"}");
        await().until(() -> prometheus.query("errors"), OptionalDouble::isEmpty);
    }

    @Test
    void keepsItsDataWhileItIsGone() {
        exporter.set("before", 7);
        await().until(() -> prometheus.query("before").isPresent());

        prometheus.stop();
        assertThatThrownBy(() -> prometheus.query("before")).hasRootCauseInstanceOf(IOException.class);
        prometheus.start();

        assertThat(prometheus.query("max_over_time(before[1m])")).hasValue(7);
    }
}
