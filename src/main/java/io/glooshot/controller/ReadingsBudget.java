package io.glooshot.controller;

import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.run.ExperimentName;
import io.glooshot.run.ExperimentRuns;
import io.glooshot.run.Run;
import io.glooshot.run.RunSettings;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Shares out the status writes that only bring last readings up to date. One write costs the API server more than a
 * reading costs Prometheus, so their number is bounded for the controller as a whole, and whoever waited longest is next.
 */
@ApplicationScoped
class ReadingsBudget {

    private final ExperimentRuns runs;
    private final RunSettings settings;
    private final Pokes pokes;
    private final Map<String, Long> lastTurn = new ConcurrentHashMap<>();
    private final Set<String> due = ConcurrentHashMap.newKeySet();

    ReadingsBudget(ExperimentRuns runs, RunSettings settings, Pokes pokes) {
        this.runs = runs;
        this.settings = settings;
        this.pokes = pokes;
    }

    /** Whether the readings of this run may be written now. Asking uses the turn up. */
    boolean takeTurn(Run run) {
        return due.remove(run.plan().uid());
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void giveTurns() {
        lastTurn.keySet()
                .retainAll(runs.all().stream().map(run -> run.plan().uid()).collect(Collectors.toSet()));
        long now = System.nanoTime();
        runs.all().stream()
                .filter(run ->
                        run.state() instanceof Started && !run.plan().checks().isEmpty())
                .sorted(Comparator.comparing(
                        run -> lastTurn.getOrDefault(run.plan().uid(), Long.MIN_VALUE)))
                .limit(settings.readingWritesPerSecond())
                .forEach(run -> {
                    lastTurn.put(run.plan().uid(), now);
                    due.add(run.plan().uid());
                    pokes.poke(new ExperimentName(
                            run.plan().namespace(), run.plan().name()));
                });
    }
}
