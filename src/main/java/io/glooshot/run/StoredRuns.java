package io.glooshot.run;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.ExperimentState;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Rebuilds runs from what an earlier process has stored of them. Blocks on the API server. */
@ApplicationScoped
class StoredRuns {

    private static final Logger LOG = Logger.getLogger(StoredRuns.class);

    /** The clocks of two machines are never quite the same. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);

    private final Planner planner;
    private final Policies policies;
    private final Moment.Source time;

    StoredRuns(Planner planner, Policies policies, Moment.Source time) {
        this.planner = planner;
        this.policies = policies;
        this.time = time;
    }

    /** One that cannot be understood must not keep all others waiting; its fault then ends. */
    Optional<Plan> plan(Experiment experiment) {
        try {
            return Optional.of(planner.restore(experiment));
        } catch (RuntimeException e) {
            LOG.errorf(e, "Cannot tell what %s was to fault", ExperimentName.of(experiment));
            return Optional.empty();
        }
    }

    /** A run that is Started or Stopping, and told to stop where it may not go on. */
    Run run(Experiment experiment, Consumer<Plan> changed) {
        Optional<Verdict.Aborted> refused;
        Plan plan;
        try {
            plan = planner.restore(experiment);
            refused = planner.consent().against(plan);
        } catch (RuntimeException e) {
            plan = planner.restoreFaults(experiment);
            refused = Optional.of((Verdict.Aborted) Verdict.errored(e));
        }
        return run(experiment, plan, refused, changed);
    }

    private Run run(Experiment experiment, Plan plan, Optional<Verdict.Aborted> refused, Consumer<Plan> changed) {
        ExperimentStatus status = experiment.getStatus();
        // Without its times nobody knows how long it may go on, so it does not.
        Instant now = time.now().time();
        Started started = Stored.started(status).orElseGet(() -> new Started(now, now));
        ExperimentState state = status.verdict() == null ? started : Stored.stopping(started, status.verdict(), plan);
        History history = History.of(plan.checks(), plan.maxBlind(), lastGood(status, started.startedAt()));
        Run run =
                new Run(plan, experiment.getSpec(), state, history, status.heldBy(), true, () -> changed.accept(plan));
        run.started(moment(started.startedAt()));
        run.warned(status.warnings());
        if (status.faultedBefore() != null) {
            run.faultedBefore(OptionalLong.of(status.faultedBefore()));
        }
        refused.or(() -> policies.against(plan.uid())).ifPresent(run::stop);
        if (!started.deadline().isAfter(now)) {
            run.stop(new Verdict.Aborted("DeadlinePassed", "The deadline passed while no controller was watching."));
        }
        verdictOnClock(started.startedAt(), now).ifPresent(run::stop);
        return run;
    }

    /** With a deadline by a clock that was set back since, the run would go on for as much too long. */
    static Optional<Verdict.Aborted> verdictOnClock(Instant start, Instant now) {
        return start.isAfter(now.plus(CLOCK_TOLERANCE))
                ? Optional.of(new Verdict.Aborted(
                        "ClockChanged",
                        "By the clock of this controller, %s, the run starts only at %s.".formatted(now, start)))
                : Optional.empty();
    }

    /** When each check was last good by the wall clock of an earlier process, as a moment of this one. */
    private Function<Check, Moment> lastGood(ExperimentStatus status, Instant started) {
        Map<String, Instant> stored = status.readings().stream()
                .filter(reading -> reading.lastGood() != null)
                .collect(Collectors.toMap(
                        ExperimentStatus.LastReading::name, reading -> Instant.parse(reading.lastGood())));
        return check -> moment(stored.getOrDefault(check.name(), started));
    }

    private Moment moment(Instant earlier) {
        Moment now = time.now();
        Duration ago = Duration.between(earlier, now.time());
        return ago.isNegative() ? now : now.minus(ago);
    }
}
