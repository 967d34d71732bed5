package io.glooshot.controller;

import io.glooshot.run.Consent;
import io.glooshot.run.ExperimentRuns;
import io.glooshot.run.Planner;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks from time to time whether the namespaces that runs hit still let them, and ends those that may not go on. */
@ApplicationScoped
class ConsentWatch {

    private final ExperimentRuns runs;
    private final Planner planner;

    ConsentWatch(ExperimentRuns runs, Planner planner) {
        this.runs = runs;
        this.planner = planner;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        Consent consent = planner.consent();
        runs.all().forEach(run -> consent.against(run.plan()).ifPresent(run::stop));
    }
}
