package io.glooshot.run;

import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.Verdict;
import io.glooshot.mesh.Meshes;
import io.glooshot.metric.PrometheusSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.OptionalLong;

/** Counts the requests that the mesh itself says it has faulted: a run that hurt nobody proves nothing. */
@ApplicationScoped
class Proof {

    private static final Verdict NOTHING_FAULTED = new Verdict.Aborted(
            "NothingFaulted",
            "The duration passed, but the mesh's own counters show no faulted request: was there traffic to fault?");
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Meshes meshes;
    private final PrometheusSource prometheus;
    private final RunSettings settings;

    Proof(Meshes meshes, PrometheusSource prometheus, RunSettings settings) {
        this.meshes = meshes;
        this.prometheus = prometheus;
        this.settings = settings;
    }

    /** Notes where the counters stand before the faults. Those that nobody has seen yet begin at zero. */
    Uni<Void> countBefore(Run run) {
        if (run.plan().isControl()) {
            return Uni.createFrom().voidItem();
        }
        return read(run.plan())
                .invoke(reading ->
                        run.faultedBefore(reading instanceof Reading.NoData ? OptionalLong.of(0) : count(reading)))
                .replaceWithVoid();
    }

    /** How many have been faulted by now, as a later look at the counters tells; empty when that cannot be told. */
    Uni<OptionalLong> countAgain(Run run) {
        return count(run.plan()).map(after -> since(run.faultedBefore(), after));
    }

    /** The verdict in the light of the counters, after the faults. */
    Uni<Verdict> examine(Run run, Verdict verdict) {
        if (!(verdict instanceof Verdict.Passed) || !run.plan().mustFault()) {
            return faulted(run).replaceWith(verdict);
        }
        // The counters lag by a scrape, and only a success has to wait for them.
        return Multi.createBy()
                .repeating()
                .uni(() -> faulted(run))
                .withDelay(RETRY)
                .atMost(Math.max(1, settings.proofTimeout().dividedBy(RETRY)))
                .filter(count -> count.orElse(0) > 0)
                .toUni()
                .map(proven -> nothingFaulted(run) ? NOTHING_FAULTED : verdict);
    }

    private static boolean nothingFaulted(Run run) {
        return run.faultedRequests().isPresent() && run.faultedRequests().getAsLong() == 0;
    }

    private Uni<OptionalLong> faulted(Run run) {
        return countAgain(run).invoke(run::faulted);
    }

    private Uni<OptionalLong> count(Plan plan) {
        return plan.isControl()
                ? Uni.createFrom().item(OptionalLong.empty())
                : read(plan).map(Proof::count);
    }

    private Uni<Reading> read(Plan plan) {
        String query = meshes.require(plan.mesh().type()).faultedRequestsQuery(plan);
        return prometheus.read(new Signal.Promql(query, plan.mesh().dataSource()));
    }

    private static OptionalLong count(Reading reading) {
        return reading instanceof Reading.Value read ? OptionalLong.of(Math.round(read.value())) : OptionalLong.empty();
    }

    private static OptionalLong since(OptionalLong before, OptionalLong after) {
        if (after.isEmpty() || before.isEmpty()) {
            return OptionalLong.empty();
        }
        long start = before.getAsLong();
        // Counters start anew with their proxy; what they show then is all from this run.
        return OptionalLong.of(after.getAsLong() >= start ? after.getAsLong() - start : after.getAsLong());
    }
}
