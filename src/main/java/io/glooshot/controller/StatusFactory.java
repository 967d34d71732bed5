package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Recovery;
import io.glooshot.api.StoredVerdict;
import io.glooshot.experiment.ExperimentState;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.Verdict;
import io.glooshot.report.ReportFactory;
import io.glooshot.report.Targets;
import io.glooshot.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Builds every status that is ever written. */
@ApplicationScoped
class StatusFactory {

    private static final ExperimentStatus NONE = new ExperimentStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);

    private final Clock clock;

    StatusFactory(Clock clock) {
        this.clock = clock;
    }

    /** Status of an experiment that cannot be run; nothing was touched. */
    ExperimentStatus refused(Experiment experiment, Verdict.Aborted why) {
        var conditions = new Conditions(experiment, clock.instant())
                .set("Accepted", "False", why.reason(), why.message())
                .set("Finished", "True", why.reason(), why.message());
        return untouched(experiment, conditions, State.Aborted, why, text(clock.instant()));
    }

    /** Status of an experiment that may start later, for the reason given. */
    ExperimentStatus waiting(Experiment experiment, Verdict.Aborted why) {
        var conditions =
                new Conditions(experiment, clock.instant()).set("Accepted", "Unknown", why.reason(), why.message());
        return untouched(experiment, conditions, State.Pending, why, null);
    }

    /** Status of an experiment whose run is in the given state. */
    ExperimentStatus of(Experiment experiment, Run run, ExperimentState state) {
        ExperimentStatus before = Optional.ofNullable(experiment.getStatus()).orElse(NONE);
        Plan plan = run.plan();
        Started started = started(state);
        return new ExperimentStatus(
                experiment.getMetadata().getGeneration(),
                RunConditions.of(experiment, run, state, clock.instant()),
                state.state(),
                RunConditions.reason(run, state),
                RunConditions.message(run, state),
                Optional.ofNullable(plan.mesh()).map(PlannedMesh::name).orElse(null),
                Optional.ofNullable(plan.mesh()).map(PlannedMesh::type).orElse(null),
                Optional.ofNullable(plan.mesh()).flatMap(PlannedMesh::revision).orElse(null),
                Optional.ofNullable(plan.mesh())
                        .flatMap(PlannedMesh::prometheus)
                        .map(URI::toString)
                        .orElse(null),
                started == null ? before.timeStarted() : text(started.startedAt()),
                started == null ? before.deadline() : text(started.deadline()),
                state instanceof Finished finished ? text(finished.at()) : null,
                run.faultedBefore().isPresent() ? run.faultedBefore().getAsLong() : null,
                run.recovery().orElse(null),
                state instanceof Stopping stopping ? verdict(stopping) : before.verdict(),
                LastReadings.of(run.history()),
                Targets.of(plan),
                Targets.origins(plan),
                run.warnings(),
                run.removedAt().isPresent() ? List.of() : run.heldBy());
    }

    /** Status of an experiment whose recovery has been watched to its end. */
    ExperimentStatus recovered(Experiment experiment, Recovery recovery) {
        var conditions = new Conditions(experiment, clock.instant());
        RunConditions.recovered(conditions, recovery);
        return experiment.getStatus().withRecovery(recovery, conditions.list());
    }

    private static ExperimentStatus untouched(
            Experiment experiment, Conditions conditions, State state, Verdict.Aborted why, String finished) {
        return new ExperimentStatus(
                experiment.getMetadata().getGeneration(),
                conditions.list(),
                state,
                why.reason(),
                why.message(),
                null,
                null,
                null,
                null,
                null,
                null,
                finished,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Started started(ExperimentState state) {
        if (state instanceof Stopping stopping) {
            return stopping.started();
        }
        return state instanceof Started started ? started : null;
    }

    private static StoredVerdict verdict(Stopping stopping) {
        Verdict verdict = stopping.verdict();
        return new StoredVerdict(
                verdict.result(),
                verdict.reason(),
                verdict.message(),
                text(stopping.verdictAt()),
                ReportFactory.breach(verdict));
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
