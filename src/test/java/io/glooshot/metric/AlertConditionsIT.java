package io.glooshot.metric;

import static io.glooshot.metric.MetricWorld.LIMIT;
import static io.glooshot.metric.MetricWorld.alert;
import static io.glooshot.metric.MetricWorld.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.Check;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.playground.TestExporter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of a real Prometheus: rules that fire, resolve, fail, are missing, or are not evaluated. */
@Timeout(120)
class AlertConditionsIT {

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
    void followsAnAlertThatFiresAndResolves() {
        Check check = check(alert("TooHot", Map.of("severity", "page")), false);
        await().atMost(LIMIT).until(() -> world.measure(check).reading().equals(new Value(0)));

        exporter.set("temperature", 9);

        await().atMost(LIMIT).until(() -> world.measure(check).isBreach());
        assertThat(((Value) world.measure(check).reading()).labels())
                .containsEntry("alertname", "TooHot")
                .containsEntry("alertstate", "firing")
                .containsEntry("severity", "page");
        assertThat(world.read(alert("TooHotForLong", Map.of()))).as("pending").isEqualTo(new Value(0));
        assertThat(world.read(alert("TooHot", Map.of("severity", "warning"))).trouble())
                .contains("Check the alert's labels.");

        exporter.set("temperature", 0);

        await().atMost(LIMIT).until(() -> world.measure(check).reading().equals(new Value(0)));
    }

    @Test
    void doesNotBelieveARuleThatFailsIsMissingOrIsNotEvaluated() {
        await().atMost(LIMIT)
                .until(() -> world.read(alert("Confused", Map.of())).trouble().contains("cannot be evaluated"));

        assertThat(world.read(alert("Confused", Map.of())))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.message()).contains("alerting rule Confused", "duplicate series"));
        assertThat(world.read(alert("Missing", Map.of())))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.message())
                                .startsWith("There is no alerting rule Missing at this Prometheus"));
        Reading seldom = world.read(alert("Seldom", Map.of()));
        assertThat(check(alert("Seldom", Map.of()), true).isGood(seldom)).isFalse();
    }

    @Test
    void stopsBelievingARuleWhenItIsTakenAway() {
        Check check = check(alert("TooHot", Map.of()), true);
        await().atMost(LIMIT).until(() -> world.measure(check).isGood());
        try {
            world.prometheus().evaluate("groups: []");

            await().atMost(LIMIT).until(() -> world.measure(check).reading() instanceof Failed);
        } finally {
            world.evaluateRules();
        }
    }
}
