package io.glooshot.run;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.ExperimentState.Pending;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Outcome;
import io.glooshot.experiment.Verdict;
import io.glooshot.mesh.Faults;
import io.glooshot.metric.Watch;
import io.glooshot.report.Reports;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * One run from its first reading to its report. A failure before removal becomes a verdict, so removal always runs.
 * Injection waits until the start is stored; removal waits for nothing.
 */
@ApplicationScoped
class ExperimentPipeline {

    private static final Logger LOG = Logger.getLogger(ExperimentPipeline.class);

    /** As old as the answer before the faults may be that others wait for already. */
    private static final Duration PRE_READ_AGE = Duration.ofSeconds(1);

    private final Watch watch;
    private final Faults faults;
    private final Vigil vigil;
    private final Proof proof;
    private final Reports reports;
    private final Recoveries recoveries;
    private final RunMetrics metrics;
    private final Moment.Source time;

    ExperimentPipeline(
            Watch watch,
            Faults faults,
            Vigil vigil,
            Proof proof,
            Reports reports,
            Recoveries recoveries,
            RunMetrics metrics,
            Moment.Source time) {
        this.watch = watch;
        this.faults = faults;
        this.vigil = vigil;
        this.proof = proof;
        this.reports = reports;
        this.recoveries = recoveries;
        this.metrics = metrics;
        this.time = time;
    }

    /** Begins a run that has touched nothing yet. */
    Uni<Void> begin(Run run) {
        return unlessStopped(
                        run,
                        mayAsk(run)
                                .chain(() -> preRead(run))
                                .chain(() -> examine(run))
                                .chain(() -> recordStart(run)))
                .onItemOrFailure()
                .transformToUni((started, failure) ->
                        failure == null ? goOn(run, started) : giveUp(run, Verdict.errored(failure)));
    }

    /** Goes on with a run whose start is stored, right away or in another process. */
    Uni<Void> goOn(Run run, Started started) {
        return unlessStopped(run, inject(run, started).chain(() -> watchAndKeep(run, started)))
                .onFailure()
                .recoverWithItem(Verdict::errored)
                .chain(verdict -> end(run, decided(run, started, verdict)));
    }

    /** Takes the faults off a run that has its verdict, reports on it and closes it. */
    Uni<Void> end(Run run, Stopping stopping) {
        return Uni.combine()
                .all()
                .unis(remove(run, stopping), run.record(stopping))
                .discardItems()
                .chain(() -> proof.examine(run, stopping.verdict()))
                .chain(verdict -> close(run, stopping, verdict));
    }

    private Uni<Void> mayAsk(Run run) {
        return watch.examine(run.plan().checks());
    }

    private Uni<Void> preRead(Run run) {
        return watch.readOnce(run.plan().checks(), PRE_READ_AGE)
                .invoke(readings -> {
                    run.update(before -> History.after(readings, run.plan().maxBlind()));
                    History.preRead(readings).ifPresent(verdict -> {
                        throw new AbortException((Verdict.Aborted) verdict);
                    });
                })
                .chain(() -> proof.countBefore(run));
    }

    private Uni<Void> examine(Run run) {
        return faults.examine(run.plan())
                .invoke(about -> run.warned(Stream.concat(run.history().warnings().stream(), about.stream())
                        .toList()))
                .replaceWithVoid();
    }

    private Uni<Verdict> watchAndKeep(Run run, Started started) {
        Uni<Verdict> lost = faults.keep(run.plan(), started.deadline())
                .replaceWith(
                        () -> Verdict.errored(new IllegalStateException("The faults are no longer watched over.")));
        return Uni.combine().any().of(vigil.firstVerdict(run, started), lost);
    }

    private Uni<Started> recordStart(Run run) {
        Moment at = time.now();
        Instant now = at.time();
        Started started = new Pending().start(now, now.plus(run.plan().duration()));
        run.started(at);
        return run.record(started).replaceWith(started);
    }

    private Uni<Void> inject(Run run, Started started) {
        return Uni.createFrom()
                .deferred(() -> {
                    recoveries.disturb(run.plan());
                    return faults.inject(run.plan(), started.deadline());
                })
                .invoke(injected -> run.injected(injected, time.now()))
                .replaceWithVoid();
    }

    private Uni<Void> remove(Run run, Stopping stopping) {
        Moment began = time.now();
        return faults.remove(run.plan(), run.heldBy(), () -> run.written(time.now()), run::troubled)
                .invoke(() -> {
                    Moment off = time.now();
                    run.removed(off);
                    metrics.removed(off.since(began));
                    metrics.stopped(run.stopLatency(stopping.verdict()));
                    recoveries.begin(run, off);
                });
    }

    private Stopping decided(Run run, Started started, Verdict verdict) {
        Moment now = time.now();
        run.decided(now);
        return started.stop(verdict, now.time());
    }

    private Uni<Void> giveUp(Run run, Verdict verdict) {
        // A stop can come while the start is being stored: then the store decides what was reached.
        if (run.state() instanceof Started started) {
            return end(run, decided(run, started, verdict));
        }
        Finished finished =
                new Pending().abort((Verdict.Aborted) verdict, time.now().time());
        return report(run, verdict, finished, Optional.empty()).chain(() -> finish(run, finished));
    }

    private Uni<Void> close(Run run, Stopping stopping, Verdict verdict) {
        Finished finished = new Stopping(stopping.started(), verdict, stopping.verdictAt())
                .finish(time.now().time());
        return report(run, verdict, finished, Optional.of(stopping))
                .chain(() -> finish(run, finished))
                // Nobody waits for this one.
                .invoke(() -> recoveries.conclude(run));
    }

    private Uni<Void> report(Run run, Verdict verdict, Finished finished, Optional<Stopping> stopping) {
        var outcome = new Outcome(
                run.plan(),
                run.rules(),
                verdict,
                finished,
                stopping.map(Stopping::started).map(Started::startedAt),
                run.injectedAt(),
                stopping.map(Stopping::verdictAt),
                run.removedAt(),
                run.stopLatency(verdict),
                run.recovery(),
                run.faultedRequests(),
                run.history(),
                run.resumed());
        return reports.write(outcome)
                .invoke(() -> run.reported(true))
                .onFailure()
                .invoke(failure -> LOG.errorf(
                        failure,
                        "No report for %s/%s",
                        run.plan().namespace(),
                        run.plan().name()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> finish(Run run, Finished finished) {
        metrics.finished(finished);
        return run.record(finished);
    }

    /** A run that is stopped already begins nothing. */
    private static <T> Uni<T> unlessStopped(Run run, Uni<T> work) {
        Uni<T> stop =
                run.stopped().onItem().transformToUni(why -> Uni.createFrom().failure(new AbortException(why)));
        return Uni.createFrom()
                .deferred(() -> run.isStopped() ? stop : Uni.combine().any().of(stop, work));
    }
}
