package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.NoData;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Reading.Vector;
import io.glooshot.experiment.Signal.Promql;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import io.glooshot.playground.Prometheus;
import io.glooshot.playground.TestExporter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that scrapes a real exporter. */
@Timeout(90)
class PrometheusSourceIT {

    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static TestExporter exporter;
    private static Prometheus prometheus;
    private static PrometheusSource source;
    private static Watch watch;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        exporter = TestExporter.start(vertx);
        prometheus = Prometheus.start(Parts.onThisMachine(Progress.toStandardOut()), directory, Duration.ofMillis(200));
        prometheus.scrape(exporter.port(), "/metrics", Map.of("app", "reviews"));
        MetricConfig config =
                TestConfig.of(Map.of("glooshot.prometheus.url", prometheus.url(), "glooshot.prometheus.timeout", "1s"));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        source = TestPrometheus.source(vertx, config, meters);
        watch = new Watch(new Poller(List.of(source), config, meters), new SystemMoments().moments(), meters);
        exporter.set("up_to_date", 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> read("up_to_date") instanceof Value);
    }

    @AfterAll
    static void stop() {
        watch.stop();
        prometheus.close();
        exporter.close();
        vertx.close();
    }

    @Test
    void readsAScalarAndAVectorOfOneSeriesWithItsLabels() {
        exporter.set("requests{code=\"500\"}", 0.125);

        assertThat(read("scalar(vector(0.1)) + 1e-7")).isEqualTo(new Value(0.1 + 1e-7));
        await().untilAsserted(() ->
                assertThat(read("requests")).isEqualTo(new Value(0.125, labels("requests", "code", "500"))));
        assertThat(read("sum(requests)")).isEqualTo(new Value(0.125));
    }

    @Test
    void readsInfinitiesAsValuesAndNanAsNone() {
        assertThat(read("vector(1) / 0")).isEqualTo(new Value(Double.POSITIVE_INFINITY));
        assertThat(read("-1 / 0")).isEqualTo(new Value(Double.NEGATIVE_INFINITY));
        assertThat(read("vector(0) / 0")).isEqualTo(new NoData("The query returned NaN."));
        assertThat(read("0 / 0")).isInstanceOf(NoData.class);
    }

    @Test
    void readsNothingWhereThereIsNothing() {
        assertThat(read("no_such_metric")).isEqualTo(new NoData("The query returned no series."));
        assertThat(read("sum(rate(no_such_metric[1m])) or vector(0)")).isEqualTo(new Value(0));
    }

    @Test
    void judgesNeitherTheFirstNorTheLastOfSeveralSeries() {
        exporter.set("latency{pod=\"a\"}", 1);
        exporter.set("latency{pod=\"b\"}", 9);

        await().untilAsserted(() -> assertThat(read("latency"))
                .isInstanceOfSatisfying(
                        Vector.class,
                        vector -> assertThat(vector.series())
                                .containsExactlyInAnyOrder(
                                        new Value(1, labels("latency", "pod", "a")),
                                        new Value(9, labels("latency", "pod", "b")))));
        assertThat(read("max(latency)")).isEqualTo(new Value(9));
    }

    @Test
    void tellsWhatPrometheusHasAgainstAQuery() {
        assertThat(read("sum(rate(up[1m])").trouble())
                .startsWith("Prometheus refused the query, which has to be corrected (HTTP 400): ")
                .contains("parse error");
        assertThat(read("up[1m]").trouble()).contains("range of samples");
        assertThat(read("\"text\"").trouble()).contains("string");
    }

    @Test
    void seesASeriesVanishAtOnceWhenItsExporterStopsToSayIt() {
        exporter.set("vanishing", 5);
        await().until(() -> read("vanishing").equals(new Value(5, labels("vanishing"))));

        exporter.remove("vanishing");

        await().atMost(Duration.ofSeconds(3)).until(() -> read("vanishing") instanceof NoData);
    }

    @Test
    void doesNotTakeADeadExporterForALivingOne() {
        TestExporter dying = TestExporter.start(vertx);
        dying.set("heartbeat", 1);
        prometheus.scrape(dying.port(), "/metrics", Map.of());
        await().atMost(Duration.ofSeconds(20)).until(() -> read("heartbeat") instanceof Value);

        dying.close();

        await().atMost(Duration.ofSeconds(3)).until(() -> read("heartbeat") instanceof NoData);
        prometheus.forget(dying.port());
    }

    @Test
    void failsInTimeWhilePrometheusHangsOrIsGoneAndReadsOnAfterwards() {
        Check check = new Check(
                "errors", new Promql("up_to_date"), ComparisonOperator.GREATER, 5, Duration.ofMillis(200), false);
        AssertSubscriber<Measurement> run =
                watch.watch(List.of(check)).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        await().until(() -> last(run) instanceof Value);

        prometheus.freeze();
        await().atMost(Duration.ofSeconds(5)).until(failsWith(run, "did not answer within 1s"));
        prometheus.thaw();
        await().atMost(Duration.ofSeconds(5)).until(() -> last(run) instanceof Value);

        prometheus.stop();
        await().atMost(Duration.ofSeconds(5)).until(failsWith(run, "refused the connection"));
        prometheus.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> last(run) instanceof Value);
        run.assertNotTerminated();
        run.cancel();
    }

    private static Callable<Boolean> failsWith(AssertSubscriber<Measurement> run, String message) {
        return () -> last(run) instanceof Failed failed && failed.message().contains(message);
    }

    private static Reading last(AssertSubscriber<Measurement> run) {
        Measurement last = run.getLastItem();
        return last == null ? new NoData("Not read yet.") : last.reading();
    }

    private static Map<String, String> labels(String name, String... further) {
        Map<String, String> labels = new HashMap<>(Map.of(
                "__name__", name, "app", "reviews", "instance", "127.0.0.1:" + exporter.port(), "job", "playground"));
        for (int i = 0; i < further.length; i += 2) {
            labels.put(further[i], further[i + 1]);
        }
        return labels;
    }

    private static Reading read(String query) {
        return source.read(new Promql(query)).await().atMost(Duration.ofSeconds(5));
    }
}
