package io.glooshot.benchmark;

import io.glooshot.benchmark.Crowd.Ending;
import io.glooshot.playground.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a thousand experiments cost over one, ten and a thousand distinct queries, and how soon all are stopped. */
final class Queries implements Measurement {

    private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);

    private record Size(int runs, int queries) {
        String text() {
            return "%d : %d".formatted(runs, queries);
        }
    }

    /** Each number of queries that one controller can have with few runs stands beside the same with a thousand. */
    private static final List<Size> SIZES =
            List.of(new Size(1, 1), new Size(1_000, 1), new Size(10, 10), new Size(1_000, 10), new Size(1_000, 1_000));

    private record Column(Size size, Duration start, Rates rates, List<Ending> endings) {}

    private final Settings settings;
    private final Progress progress;

    Queries(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "queries";
    }

    @Override
    public Page run() {
        List<Column> columns = new ArrayList<>();
        try (Stage stage = Stage.set(progress, SCRAPE_INTERVAL, settings.jvm())) {
            for (Size size : SIZES) {
                columns.add(column(stage, size));
                progress.step("%d experiments over %d queries: done", size.runs(), size.queries());
            }
        }
        return page(columns);
    }

    private Column column(Stage stage, Size size) {
        progress.step("%d experiments over %d queries", size.runs(), size.queries());
        Crowd crowd = Crowd.start(stage, "c%d-%d".formatted(size.runs(), size.queries()), size.runs(), size.queries());
        Rates rates = Observation.during(stage.world(), settings.window());
        progress.step(
                "%.0f queries/s, %.0f missed ticks, controller %.0f %%, API server %.0f %% of one core",
                rates.queries(), rates.missedTicks(), 100 * rates.controllerLoad(), 100 * rates.apiServerLoad());
        List<Ending> endings =
                crowd.breach(IntStream.range(0, size.queries()).boxed().toList());
        crowd.end();
        return new Column(size, crowd.start(), rates, endings);
    }

    private Page page(List<Column> columns) {
        List<String> header = new ArrayList<>(List.of("Experiments : queries"));
        columns.forEach(column -> header.add(column.size().text()));
        Table costs = new Table(
                        "Costs, over %d s each".formatted(settings.window().toSeconds()), header)
                .row(figures(
                        "all created and watched after, s",
                        columns,
                        column -> column.start().toMillis() / 1e3))
                .row(rates("queries/s at Prometheus", columns, Rates::queries))
                .row(rates("missed ticks", columns, Rates::missedTicks))
                .row(rates("missed ticks, % of all", columns, Queries::missedShare))
                .row(rates("status writes/s", columns, Rates::statusWrites))
                .row(rates("controller, % of one core", columns, rates -> 100 * rates.controllerLoad()))
                .row(rates("API server, % of one core", columns, rates -> 100 * rates.apiServerLoad()))
                .row(rates("Prometheus, % of one core", columns, rates -> 100 * rates.prometheusLoad()))
                .row(rates("controller RSS, MiB", columns, Rates::controllerMib))
                .row(rates("controller threads", columns, Rates::controllerThreads));
        Table latencies = new Table("Milliseconds, p50 / p99, all breach at once", header)
                .row(latencies("visible → verdict, all", columns, Column::endings, Ending::visibleToVerdict))
                .row(latencies("poll → verdict, all", columns, Column::endings, Ending::pollToVerdict))
                .row(latencies(
                        "visible → removal written, with a fault",
                        columns,
                        Queries::faulting,
                        Ending::visibleToWritten))
                .row(latencies("verdict → over, all", columns, Column::endings, Ending::verdictToFinished));
        return new Page(
                "A thousand experiments",
                List.of(costs, latencies),
                List.of(
                        "Checks every second, scrapes every second. Up to four experiments of a column have a fault, one for"
                                + " each service; the others are control runs, whose removal is an empty one.",
                        "Visible → verdict holds the wait for the next poll, up to one second. Missed ticks are counted as the"
                                + " controller counts them, in the time that is observed."),
                columns.stream()
                        .filter(column -> missedShare(column.rates()) > 1)
                        .map(column -> "%s missed more than 1 %% of its ticks"
                                .formatted(column.size().text()))
                        .toList());
    }

    private static double missedShare(Rates rates) {
        double missed = rates.missedTicks() / rates.seconds();
        return rates.polls() + missed == 0 ? 0 : 100 * missed / (rates.polls() + missed);
    }

    private static List<Ending> faulting(Column column) {
        return column.endings().stream()
                .filter(ending -> ending.written().isPresent())
                .toList();
    }

    private static List<String> rates(String name, List<Column> columns, ToDoubleFunction<Rates> rate) {
        return figures(name, columns, column -> rate.applyAsDouble(column.rates()));
    }

    private static List<String> figures(String name, List<Column> columns, ToDoubleFunction<Column> figure) {
        List<String> cells = new ArrayList<>(List.of(name));
        columns.forEach(column -> cells.add(Sample.figure(figure.applyAsDouble(column))));
        return cells;
    }

    private static List<String> latencies(
            String name,
            List<Column> columns,
            Function<Column, List<Ending>> endings,
            Function<Ending, Duration> latency) {
        List<String> cells = new ArrayList<>(List.of(name));
        columns.forEach(
                column -> cells.add(Sample.of(endings.apply(column), latency).both()));
        return cells;
    }
}
