package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.run.ExperimentRuns;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Has Experiments reconciled that the framework has overlooked. When one is deleted and another of its name is made at
 * once, the reconciliation that tells of the deletion is the last one of that name: the framework takes the event of the
 * new one for one of the deleted.
 */
@ApplicationScoped
class Overlooked {

    private final Pokes pokes;
    private final ExperimentRuns runs;

    Overlooked(Pokes pokes, ExperimentRuns runs) {
        this.pokes = pokes;
        this.runs = runs;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        pokes.present().stream().filter(this::isOverlooked).forEach(pokes::pokeAnew);
    }

    /** One event too many does no harm. */
    private boolean isOverlooked(Experiment experiment) {
        State state =
                experiment.getStatus() == null ? null : experiment.getStatus().state();
        boolean isKnown = state == State.Pending || (state != null && state.isFinal());
        return !isKnown && runs.of(experiment).isEmpty() && !runs.hasVanished(experiment);
    }
}
