package io.glooshot.controller;

import io.glooshot.run.ExperimentRuns;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks from time to time whether the namespaces that runs hit still let them. */
@ApplicationScoped
class ConsentWatch {

    private final ExperimentRuns runs;

    ConsentWatch(ExperimentRuns runs) {
        this.runs = runs;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        runs.endThoseWithoutConsent();
    }
}
