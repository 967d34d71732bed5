package io.glooshot.benchmark;

import io.glooshot.benchmark.Crowd.Ending;
import io.glooshot.playground.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What many concurrent experiments cost, and whether they are judged as fast as one. */
final class ManyRuns implements Measurement {

    private static final List<Integer> SIZES = List.of(0, 1, 20, 200);
    private static final int QUERIES = 10;
    private static final int ONE = SIZES.indexOf(1);
    private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);

    /**
     * @param start how long it took to start all
     * @param single how runs ended whose query breached alone
     * @param together how they ended when all queries breached in one scrape
     */
    private record Column(int size, Duration start, Rates rates, List<Ending> single, List<Ending> together) {}

    private final Settings settings;
    private final Progress progress;

    ManyRuns(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "many-runs";
    }

    @Override
    public Page run() {
        List<Column> columns = new ArrayList<>();
        try (Stage stage = Stage.set(progress, SCRAPE_INTERVAL, settings.jvm())) {
            for (int size : SIZES) {
                columns.add(column(stage, size));
                progress.step("%d concurrent experiments: done", size);
            }
        }
        return page(columns);
    }

    private Column column(Stage stage, int size) {
        progress.step(
                "%d concurrent experiments: observing for %d s",
                size, settings.window().toSeconds());
        Crowd first = Crowd.start(stage, "watched-" + size, size, QUERIES);
        Rates rates = Observation.during(stage.world(), settings.window());
        List<Ending> single = new ArrayList<>();
        List<Ending> together = new ArrayList<>();
        for (int query = 0; query < Math.min(size, QUERIES); query++) {
            single.addAll(first.breach(List.of(query)));
        }
        first.end();
        // One run gives one latency; the others give one a run.
        for (int i = 1; size == 1 && i < settings.runs(); i++) {
            Crowd another = Crowd.start(stage, "single-" + i, 1, QUERIES);
            single.addAll(another.breach(List.of(0)));
            another.end();
        }
        if (size >= QUERIES) {
            Crowd second = Crowd.start(stage, "together-" + size, size, QUERIES);
            together.addAll(second.breach(IntStream.range(0, QUERIES).boxed().toList()));
            second.end();
        }
        return new Column(size, first.start(), rates, single, together);
    }

    private Page page(List<Column> columns) {
        List<String> header = new ArrayList<>(List.of("Concurrent experiments"));
        columns.forEach(column -> header.add(Integer.toString(column.size())));
        header.add("200 : 1");
        Table costs = new Table(
                        "Costs, over %d s each".formatted(settings.window().toSeconds()), header)
                .row(figures("all created and watched after, s", columns, column -> seconds(column.start())))
                .row(rates("queries/s at Prometheus", columns, Rates::queries))
                .row(rates("polls/s", columns, Rates::polls))
                .row(rates("missed ticks", columns, Rates::missedTicks))
                .row(rates("status writes/s", columns, Rates::statusWrites))
                .row(rates("API requests/s, all kinds", columns, Rates::apiRequests))
                .row(rates("controller, % of one core", columns, rates -> 100 * rates.controllerLoad()))
                .row(rates("API server, % of one core", columns, rates -> 100 * rates.apiServerLoad()))
                .row(rates("Prometheus, % of one core", columns, rates -> 100 * rates.prometheusLoad()))
                .row(rates("controller RSS, MiB", columns, Rates::controllerMib))
                .row(rates("controller threads", columns, Rates::controllerThreads));
        Table latencies = new Table("Milliseconds, p50 / p99", header)
                .row(latencies(
                        "one query breaches: visible → verdict", columns, Column::single, Ending::visibleToVerdict))
                .row(latencies("one query breaches: poll → verdict", columns, Column::single, Ending::pollToVerdict))
                .row(latencies(
                        "one query breaches: verdict → over", columns, Column::single, Ending::verdictToFinished))
                .row(latencies(
                        "all breach at once: visible → verdict", columns, Column::together, Ending::visibleToVerdict))
                .row(latencies("all breach at once: poll → verdict", columns, Column::together, Ending::pollToVerdict))
                .row(latencies(
                        "all breach at once: verdict → over", columns, Column::together, Ending::verdictToFinished));
        return new Page(
                "Many concurrent experiments",
                List.of(costs, latencies),
                List.of(
                        "%d distinct queries, checked every second; Prometheus scrapes every second. Up to four of the"
                                        .formatted(QUERIES)
                                + " experiments have a fault, the others are control runs.",
                        "Visible → verdict holds the wait for the next poll, up to one second. Poll → verdict is what"
                                + " more runs could make longer. Over: the report is written and the final status stored."
                                + " Times in a status have milliseconds.",
                        "The last column is the ratio of 200 runs to one, of the p99 for latencies."),
                problems(columns));
    }

    private static List<String> problems(List<Column> columns) {
        return columns.stream()
                .filter(column -> column.rates().missedTicks() > 0)
                .map(column -> "%d runs missed ticks".formatted(column.size()))
                .toList();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static List<String> rates(String name, List<Column> columns, ToDoubleFunction<Rates> rate) {
        return figures(name, columns, column -> rate.applyAsDouble(column.rates()));
    }

    private static List<String> figures(String name, List<Column> columns, ToDoubleFunction<Column> figure) {
        List<Double> values = columns.stream().map(figure::applyAsDouble).toList();
        List<String> cells = new ArrayList<>(List.of(name));
        values.forEach(value -> cells.add(Sample.figure(value)));
        cells.add(ratio(values.get(values.size() - 1), values.get(ONE)));
        return cells;
    }

    private static List<String> latencies(
            String name,
            List<Column> columns,
            Function<Column, List<Ending>> endings,
            Function<Ending, Duration> latency) {
        List<Sample> samples = columns.stream()
                .map(column -> Sample.of(endings.apply(column), latency))
                .toList();
        List<String> cells = new ArrayList<>(List.of(name));
        samples.forEach(sample -> cells.add(sample.both()));
        Sample one = samples.get(ONE);
        Sample most = samples.get(samples.size() - 1);
        cells.add(one.isEmpty() ? "–" : ratio(most.percentileMillis(0.99), one.percentileMillis(0.99)));
        return cells;
    }

    private static String ratio(double value, double base) {
        return base == 0 ? "–" : String.format(Locale.ROOT, "%.1f", value / base);
    }
}
