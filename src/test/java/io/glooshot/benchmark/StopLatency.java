package io.glooshot.benchmark;

import static org.awaitility.Awaitility.await;

import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec;
import io.glooshot.playground.Progress;
import io.glooshot.playground.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How long real traffic still meets a fault after a breach can be seen in Prometheus. */
final class StopLatency implements Measurement {

    private static final String SIGNAL = "benchmark_signal";
    private static final String ORIGIN = "reviews";
    private static final String DESTINATION = "ratings";
    private static final int REQUESTS_PER_SECOND = 200;
    private static final int CLEAN_ANSWERS = 50;
    private static final List<Duration> SCRAPE_INTERVALS = List.of(Duration.ofSeconds(1), Duration.ofMillis(200));
    private static final List<String> CHECK_INTERVALS = List.of("1s", "100ms");

    /** @param verdictSeen when a watcher saw the verdict in the Experiment's status */
    private record Timing(
            Instant flip,
            Instant visible,
            Instant poll,
            Instant verdict,
            Instant verdictSeen,
            Instant removed,
            Instant lastFaulted) {}

    private final Settings settings;
    private final Progress progress;

    StopLatency(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "stop-latency";
    }

    @Override
    public Page run() {
        Table table = new Table(
                "Milliseconds, p50 / p99, over %d runs a row".formatted(settings.runs()),
                List.of(
                        "scrape, check",
                        "flip → visible",
                        "visible → poll",
                        "poll → verdict",
                        "verdict → ACK",
                        "verdict → stored",
                        "visible → last faulted",
                        "verdict → last faulted"));
        for (Duration scrape : SCRAPE_INTERVALS) {
            try (Stage stage = Stage.set(progress, scrape, settings.jvm())) {
                for (String check : CHECK_INTERVALS) {
                    table.row(row(scrape.toMillis() + " ms, " + check, runs(stage, check)));
                }
            }
        }
        return new Page(
                "Stop latency",
                List.of(table),
                List.of(
                        "Flip: the exporter shows the breach. Visible: the last time Prometheus, asked every 5 ms, did not"
                                + " have it yet. Poll: the controller's query that saw it is sent. ACK: every proxy has"
                                + " acknowledged the removal. Stored: a watcher sees the verdict in the status; removal"
                                + " does not wait for it.",
                        "Last faulted: the last answer made by the fault that reaches a caller, of %d requests a second"
                                        .formatted(REQUESTS_PER_SECOND)
                                + " through Envoy. Negative where no request came between the verdict and the removal.",
                        "Each run has a query of its own, so that its polls have another phase against the scrapes."),
                List.of());
    }

    private List<Timing> runs(Stage stage, String interval) {
        List<Timing> timings = new ArrayList<>();
        try (Progress.Bar bar = progress.bar("stop latency, check every " + interval, "runs", settings.runs())) {
            for (int i = 1; i <= settings.runs(); i++) {
                timings.add(once(stage, "stop-" + interval + "-" + i, interval));
                bar.advanceTo(i);
            }
        }
        return timings;
    }

    private Timing once(Stage stage, String name, String interval) {
        stage.settle(SIGNAL, 0);
        String query = "%s{run!=\"%s\"}".formatted(SIGNAL, name);
        try (Traffic traffic = stage.bookinfo().call(ORIGIN, DESTINATION, REQUESTS_PER_SECOND)) {
            stage.experiments().create(Specs.faulting(stage.namespace(), name, DESTINATION, query, interval));
            stage.experiments().awaitOne(name, Experiments::isWatched);
            await().until(() -> traffic.last(StopLatency::isFaulted).isPresent());
            Instant flip = Instant.now();
            stage.exporter().set(SIGNAL, 1);
            Instant visible = Visibility.of(stage.world().prometheus(), SIGNAL, 1);
            stage.experiments().awaitOne(name, Experiments::isOver);
            Instant over = Instant.now();
            await().until(() -> traffic.since(over).size() >= CLEAN_ANSWERS);
            return timing(stage, name, flip, visible, traffic);
        }
    }

    private static Timing timing(Stage stage, String name, Instant flip, Instant visible, Traffic traffic) {
        ReportSpec report = stage.world()
                .kube()
                .client()
                .resources(Report.class)
                .inNamespace(stage.namespace())
                .withName(name)
                .require()
                .getSpec();
        if (report.breach() == null) {
            throw new IllegalStateException(name + " ended as " + report.result() + ": " + report.message());
        }
        return new Timing(
                flip,
                visible,
                Instant.parse(report.breach().time()),
                Instant.parse(report.timeVerdict()),
                stage.experiments().verdict(name),
                Instant.parse(report.timeRemoved()),
                traffic.last(StopLatency::isFaulted).orElseThrow().received());
    }

    private static boolean isFaulted(Traffic.Answer answer) {
        return answer.status() == Specs.FAULT_STATUS;
    }

    private static List<String> row(String name, List<Timing> timings) {
        return List.of(
                name,
                both(timings, Timing::flip, Timing::visible),
                both(timings, Timing::visible, Timing::poll),
                both(timings, Timing::poll, Timing::verdict),
                both(timings, Timing::verdict, Timing::removed),
                both(timings, Timing::verdict, Timing::verdictSeen),
                both(timings, Timing::visible, Timing::lastFaulted),
                both(timings, Timing::verdict, Timing::lastFaulted));
    }

    private static String both(List<Timing> timings, Function<Timing, Instant> from, Function<Timing, Instant> to) {
        return Sample.of(timings, timing -> Duration.between(from.apply(timing), to.apply(timing)))
                .both();
    }
}
