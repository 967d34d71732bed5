package io.glooshot.benchmark;

import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Many experiments at a time, over a few queries. As many of them as there are destinations have a fault. */
final class Crowd {

    private static final List<String> DESTINATIONS = List.of("ratings", "details", "reviews", "reviews-resilient");
    private static final String INTERVAL = "1s";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /**
     * How one run ended.
     *
     * @param written when the removal had left for the mesh; empty for a run without a fault
     */
    record Ending(Instant visible, Instant poll, Instant verdict, Optional<Instant> written, Instant finished) {

        Duration visibleToWritten() {
            return Duration.between(visible, written.orElseThrow());
        }

        Duration visibleToVerdict() {
            return Duration.between(visible, verdict);
        }

        Duration pollToVerdict() {
            return Duration.between(poll, verdict);
        }

        Duration verdictToFinished() {
            return Duration.between(verdict, finished);
        }
    }

    private final Stage stage;
    private final String name;
    private final int size;
    private final int queries;
    private Duration start;

    private Crowd(Stage stage, String name, int size, int queries) {
        this.stage = stage;
        this.name = name;
        this.size = size;
        this.queries = queries;
    }

    /** All of them are being watched when it returns. */
    static Crowd start(Stage stage, String name, int size, int queries) {
        Crowd crowd = new Crowd(stage, name, size, queries);
        IntStream.range(0, queries).forEach(query -> stage.exporter().set(series(query), 0));
        Visibility.of(stage.world().prometheus(), "sum(benchmark_signal)", 0);
        long begun = System.nanoTime();
        IntStream.range(0, size).forEach(crowd::create);
        stage.experiments().awaitAll(size, Experiments::isWatched);
        crowd.start = Duration.ofNanos(System.nanoTime() - begun);
        return crowd;
    }

    /** From the creation of the first until all of them are watched. */
    Duration start() {
        return start;
    }

    private static String series(int query) {
        return "benchmark_signal{query=\"%d\"}".formatted(query);
    }

    private void create(int number) {
        // A query of this crowd's own has a phase of its own against the scrapes.
        String query = "benchmark_signal{query=\"%d\", crowd!=\"%s\"}".formatted(number % queries, name);
        stage.experiments()
                .create(
                        number < DESTINATIONS.size()
                                ? Specs.faulting(
                                        stage.namespace(), member(number), DESTINATIONS.get(number), query, INTERVAL)
                                : Specs.control(stage.namespace(), member(number), query, INTERVAL));
    }

    private String member(int number) {
        return name + "-" + number;
    }

    /** Makes every run of these queries fail, all at the same time. */
    List<Ending> breach(Collection<Integer> breaching) {
        breaching.forEach(query -> stage.exporter().set(series(query), 1));
        Instant visible = Visibility.of(
                stage.world().prometheus(), series(breaching.iterator().next()), 1);
        List<String> members = IntStream.range(0, size)
                .filter(number -> breaching.contains(number % queries))
                .mapToObj(this::member)
                .toList();
        members.forEach(member -> stage.experiments().awaitOne(member, Experiments::isOver));
        return members.stream().map(member -> ending(member, visible)).toList();
    }

    private Ending ending(String member, Instant visible) {
        ExperimentStatus status = stage.experiments().status(member).orElseThrow();
        if (status.state() != State.Failed) {
            throw new IllegalStateException(member + " ended as " + status.state() + ": " + status.message());
        }
        return new Ending(
                visible,
                Instant.parse(status.verdict().breach().time()),
                Instant.parse(status.verdict().time()),
                status.targets().isEmpty()
                        ? Optional.empty()
                        : Optional.of(stage.removals().written(member)),
                Instant.parse(status.timeFinished()));
    }

    /** Takes away what is over. */
    void end() {
        await().atMost(LIMIT).until(() -> stage.experiments().isEveryOneLetGo());
        stage.experiments().clear();
        // The next may have fewer queries.
        IntStream.range(0, queries).forEach(query -> stage.exporter().set(series(query), 0));
    }
}
