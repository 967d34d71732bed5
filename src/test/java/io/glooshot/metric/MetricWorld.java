package io.glooshot.metric;

import static org.awaitility.Awaitility.await;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.Signal.Promql;
import io.glooshot.experiment.Terms;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import io.glooshot.playground.Prometheus;
import io.glooshot.playground.TestExporter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Prometheus that scrapes a real exporter and evaluates rules, and what reads it. */
final class MetricWorld implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(20);
    static final Duration MAX_BLIND = Duration.ofSeconds(2);

    private static final Duration SCRAPE = Duration.ofMillis(200);

    private static final String RULES = """
            groups:
            - name: recording
              rules:
              - {record: "service:errors:max", expr: max(recorded)}
            - name: alerting
              rules:
              - {alert: TooHot, expr: temperature > 5, labels: {severity: page}}
              - {alert: TooHotForLong, expr: temperature > 5, for: 1h}
              - {alert: Confused, expr: pair + on () pair}
            - name: seldom
              interval: 1h
              rules:
              - {alert: Seldom, expr: temperature > 5}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final TestExporter exporter = TestExporter.start(vertx);
    private final Moment.Source clock = new SystemMoments().moments();
    private final Prometheus prometheus;
    private final PrometheusSource source;
    private final AlertSource alerts;
    private final Watch watch;

    private MetricWorld(Prometheus prometheus) {
        this.prometheus = prometheus;
        MetricConfig config =
                TestConfig.of(Map.of("glooshot.prometheus.url", prometheus.url(), "glooshot.prometheus.timeout", "5s"));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        source = TestPrometheus.source(vertx, config, meters);
        alerts = new AlertSource(source);
        watch = new Watch(new Poller(List.of(source, alerts), config, meters), clock, meters);
    }

    static MetricWorld start(Path directory) {
        MetricWorld world =
                new MetricWorld(Prometheus.start(Parts.onThisMachine(Progress.toStandardOut()), directory, SCRAPE));
        world.prometheus.scrape(world.exporter.port(), "/metrics", Map.of());
        world.exporter.set("temperature", 0);
        world.exporter.set("pair{of=\"a\"}", 1);
        world.exporter.set("pair{of=\"b\"}", 1);
        world.evaluateRules();
        await().atMost(LIMIT).until(() -> world.read("count(pair)").equals(new Value(2)));
        return world;
    }

    void evaluateRules() {
        prometheus.evaluate(RULES);
    }

    TestExporter exporter() {
        return exporter;
    }

    TestExporter anotherExporter() {
        return TestExporter.start(vertx);
    }

    Prometheus prometheus() {
        return prometheus;
    }

    Moment now() {
        return clock.now();
    }

    MetricRun run(Check check) {
        return new MetricRun(watch, clock, check, MAX_BLIND);
    }

    @Override
    public void close() {
        watch.stop();
        prometheus.close();
        exporter.close();
        vertx.close();
    }

    static Signal.Alert alert(String name, Map<String, String> labels) {
        return new Signal.Alert(name, labels, MAX_BLIND, Optional.empty());
    }

    static Check above(String query, double threshold) {
        return check(query, ComparisonOperator.GREATER, threshold, Terms.STRICT);
    }

    static Check below(String query, double threshold) {
        return check(query, ComparisonOperator.LESS, threshold, Terms.STRICT);
    }

    static Check check(String query, ComparisonOperator operator, double threshold, Terms terms) {
        return new Check("any", new Promql(query), operator, threshold, SCRAPE, false, terms);
    }

    /** Met from 1 on. */
    static Check check(Signal signal, boolean noDataIsHealthy) {
        return new Check("any", signal, ComparisonOperator.GREATER_OR_EQUAL, 1, SCRAPE, noDataIsHealthy, Terms.STRICT);
    }

    static Terms terms(Series series) {
        return new Terms(series, Duration.ZERO, 1, false);
    }

    Measurement measure(Check check) {
        return new Measurement(check, now(), read(check.signal()));
    }

    Reading read(String query) {
        return read(new Promql(query));
    }

    Reading read(Signal signal) {
        return (signal instanceof Signal.Alert alert ? alerts.read(alert) : source.read((Promql) signal))
                .await()
                .atMost(LIMIT);
    }

    Value value(double value, String name, String... further) {
        Map<String, String> labels = new HashMap<>(Map.of("__name__", name));
        if (!name.contains(":")) {
            labels.put("instance", "127.0.0.1:" + exporter.port());
            labels.put("job", "playground");
        }
        for (int i = 0; i < further.length; i += 2) {
            labels.put(further[i], further[i + 1]);
        }
        return new Value(value, labels);
    }
}
