package io.glooshot.run;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.Recovery;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.ExperimentState;
import io.glooshot.experiment.ExperimentState.Pending;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The runs that this process conducts, at most one for each Experiment's UID. */
@ApplicationScoped
public class ExperimentRuns {

    private static final Logger LOG = Logger.getLogger(ExperimentRuns.class);

    private final Planner planner;
    private final ExperimentPipeline pipeline;
    private final Claims claims;
    private final Recoveries recoveries;
    private final Moment.Source time;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private volatile Consumer<ExperimentName> listener = name -> {};
    private volatile Verdict.Aborted ban;

    ExperimentRuns(
            Planner planner,
            ExperimentPipeline pipeline,
            Claims claims,
            Recoveries recoveries,
            Moment.Source time,
            MeterRegistry registry) {
        this.planner = planner;
        this.pipeline = pipeline;
        this.claims = claims;
        this.recoveries = recoveries;
        this.time = time;
        registry.gaugeMapSize("glooshot.runs.active", List.of(), runs);
    }

    /** Has the listener told of every change that should become visible in an Experiment's status. */
    public void onChange(Consumer<ExperimentName> listener) {
        this.listener = listener;
    }

    public Optional<Run> of(Experiment experiment) {
        return Optional.ofNullable(runs.get(experiment.getMetadata().getUid()));
    }

    public Collection<Run> all() {
        return runs.values();
    }

    /**
     * Starts the run of an Experiment that nothing was done for yet.
     *
     * @return the experiment that has to end first, if there is one; then nothing was started
     * @throws io.glooshot.experiment.AbortException when it cannot be run
     */
    public Optional<ExperimentName> start(Experiment experiment) {
        Plan plan = planner.plan(experiment);
        Optional<ExperimentName> before = claims.take(plan, created(experiment));
        if (before.isEmpty()) {
            History unread = History.of(plan.checks(), plan.maxBlind(), check -> time.now());
            Run run = new Run(
                    plan, experiment.getSpec().faults(), new Pending(), unread, List.of(), false, () -> changed(plan));
            conduct(run, pipeline::begin);
        }
        return before;
    }

    /** The plans and deadlines of those stored runs whose faults are to stay on. */
    public Map<Plan, Instant> faulting(Collection<Experiment> begun) {
        Map<Plan, Instant> faulting = new HashMap<>();
        for (Experiment experiment : begun) {
            Instant deadline = Instant.parse(experiment.getStatus().deadline());
            boolean isEnding = ban != null
                    || experiment.getStatus().verdict() != null
                    || experiment.isMarkedForDeletion()
                    || experiment.getSpec().stop()
                    || !deadline.isAfter(time.now().time());
            if (!isEnding) {
                restored(experiment).ifPresent(plan -> faulting.put(plan, deadline));
            }
        }
        return faulting;
    }

    /** One that cannot be understood must not keep all others waiting; its fault then ends. */
    private Optional<Plan> restored(Experiment experiment) {
        try {
            return Optional.of(planner.restore(experiment));
        } catch (RuntimeException e) {
            LOG.errorf(e, "Cannot tell what %s was to fault", ExperimentName.of(experiment));
            return Optional.empty();
        }
    }

    /** Goes on with a run that is stored as Started or Stopping and that this process does not conduct yet. */
    public void resume(Experiment experiment) {
        if (of(experiment).isPresent()) {
            return;
        }
        Optional<Verdict.Aborted> refused = Optional.empty();
        Plan plan;
        try {
            plan = planner.restore(experiment);
            refused = planner.consent().against(plan);
        } catch (RuntimeException e) {
            plan = planner.restoreFaults(experiment);
            refused = Optional.of((Verdict.Aborted) Verdict.errored(e));
        }
        resume(experiment, plan, refused);
    }

    /** Ends each run that hits a namespace which has taken its consent back. Blocks on the API server. */
    public void endThoseWithoutConsent() {
        Consent consent = planner.consent();
        runs.values().forEach(run -> consent.against(run.plan()).ifPresent(run::stop));
    }

    private void resume(Experiment experiment, Plan plan, Optional<Verdict.Aborted> refused) {
        ExperimentStatus status = experiment.getStatus();
        claims.hold(plan, created(experiment));
        Started started = new Started(Instant.parse(status.timeStarted()), Instant.parse(status.deadline()));
        ExperimentState state = status.verdict() == null ? started : Stored.stopping(started, status.verdict(), plan);
        History history =
                History.of(plan.checks(), plan.maxBlind(), lastGood(status)).startedAt(moment(started.startedAt()));
        Run run = new Run(
                plan, experiment.getSpec().faults(), state, history, status.heldBy(), true, () -> changed(plan));
        run.warned(status.warnings());
        refused.ifPresent(run::stop);
        if (status.faultedBefore() != null) {
            run.faultedBefore(OptionalLong.of(status.faultedBefore()));
        }
        LOG.infof("Resuming %s, which is %s", name(plan), state.state());
        if (state instanceof Stopping stopping) {
            conduct(run, each -> pipeline.end(each, stopping));
            return;
        }
        if (!started.deadline().isAfter(time.now().time())) {
            run.stop(new Verdict.Aborted("DeadlinePassed", "The deadline passed while no controller was watching."));
        }
        conduct(run, each -> pipeline.goOn(each, started));
    }

    /** Goes on watching the recovery after a run that is over, where another process has begun to and this one has not. */
    public void resumeRecovery(Experiment experiment) {
        Recovery begun = experiment.getStatus().recovery();
        String uid = experiment.getMetadata().getUid();
        if (begun == null || !begun.stillWatching() || recoveries.isWatching(uid)) {
            return;
        }
        restored(experiment)
                .ifPresentOrElse(
                        plan -> recoveries.resume(plan, begun),
                        () -> recoveries.abandon(ExperimentName.of(experiment), uid, begun));
        // Those that began meanwhile have told of themselves when it was not watched here yet.
        runs.values().stream()
                .filter(run -> !(run.state() instanceof Pending))
                .forEach(run -> recoveries.disturb(run.plan()));
    }

    /** Ends all runs, and each that is begun or resumed from now on, until {@link #allowAll}. */
    public void endAll(Verdict.Aborted why) {
        ban = why;
        runs.values().forEach(run -> run.stop(why));
    }

    public void allowAll() {
        ban = null;
    }

    /** Ends a run, if there is one, and gives up what the Experiment waits for. */
    public void stop(Experiment experiment, String reason, String message) {
        of(experiment).ifPresent(run -> run.stop(new Verdict.Aborted(reason, message)));
    }

    /** Ends the run of an Experiment whose object is gone: its faults still have to come off. */
    public void orphan(Experiment experiment) {
        orphan(experiment.getMetadata().getUid());
    }

    /**
     * Ends the runs of those that had the Experiment's name before it. When one is deleted without its finalizer and made
     * anew at once, only the new one may ever be seen.
     */
    public void orphanPredecessors(Experiment experiment) {
        ExperimentName name = ExperimentName.of(experiment);
        String uid = experiment.getMetadata().getUid();
        Stream.concat(
                        runs.values().stream()
                                .map(Run::plan)
                                .filter(plan -> name(plan).equals(name))
                                .map(Plan::uid),
                        claims.uidsOf(name).stream())
                .filter(other -> !other.equals(uid))
                .distinct()
                .forEach(this::orphan);
    }

    private void orphan(String uid) {
        Run run = runs.get(uid);
        if (run == null || run.orphan()) {
            forget(uid);
        } else {
            run.stop(new Verdict.Aborted("Deleted", "The experiment was deleted."));
        }
        // After the run knows: one whose watch begins at this moment looks at that.
        recoveries.deleted(uid);
    }

    /** Forgets an Experiment that is in a final state or gone, and lets those that waited for it try again. */
    public void forget(Experiment experiment) {
        forget(experiment.getMetadata().getUid());
    }

    private void forget(String uid) {
        runs.remove(uid);
        if (claims.release(uid)) {
            claims.waiting().forEach(listener);
        }
    }

    private void conduct(Run run, Function<Run, Uni<Void>> work) {
        if (runs.putIfAbsent(run.plan().uid(), run) == null) {
            // Only now: whoever ends all runs from here on sees this one as well.
            Optional.ofNullable(ban).ifPresent(run::stop);
            // Never cancelled: what ends a run early is its own stop.
            work.apply(run)
                    .onTermination()
                    .invoke(() -> ended(run))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.errorf(failure, "%s broke down", name(run.plan())));
        }
    }

    private void ended(Run run) {
        if (run.end()) {
            forget(run.plan().uid());
        }
    }

    private void changed(Plan plan) {
        listener.accept(name(plan));
    }

    private static ExperimentName name(Plan plan) {
        return new ExperimentName(plan.namespace(), plan.name());
    }

    /** When each check was last good by the wall clock of an earlier process, as a moment of this one. */
    private Function<Check, Moment> lastGood(ExperimentStatus status) {
        Map<String, Instant> stored = status.readings().stream()
                .filter(reading -> reading.lastGood() != null)
                .collect(Collectors.toMap(
                        ExperimentStatus.LastReading::name, reading -> Instant.parse(reading.lastGood())));
        Instant started = Instant.parse(status.timeStarted());
        return check -> moment(stored.getOrDefault(check.name(), started));
    }

    private Moment moment(Instant earlier) {
        Moment now = time.now();
        Duration ago = Duration.between(earlier, now.time());
        return ago.isNegative() ? now : now.minus(ago);
    }

    private static Instant created(Experiment experiment) {
        return Instant.parse(experiment.getMetadata().getCreationTimestamp());
    }
}
