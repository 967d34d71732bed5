package io.glooshot.run;

import io.glooshot.api.Experiment;
import io.glooshot.api.Recovery;
import io.glooshot.experiment.ExperimentState.Pending;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Verdict;
import io.glooshot.experiment.policy.Rulebook;
import io.glooshot.experiment.policy.Subject;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The runs that this process conducts, at most one for each Experiment's UID. */
@ApplicationScoped
public class ExperimentRuns {

    private static final Logger LOG = Logger.getLogger(ExperimentRuns.class);
    private static final Duration LONGEST_QUEUEING = Duration.ofSeconds(5);

    private final Planner planner;
    private final StoredRuns stored;
    private final ExperimentPipeline pipeline;
    private final Claims claims;
    private final Policies policies;
    private final Recoveries recoveries;
    private final Moment.Source time;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private volatile Consumer<ExperimentName> listener = name -> {};
    private volatile Verdict.Aborted ban;
    /** Those that are gone for certain, whatever others still believe to have seen of them. */
    private final Set<String> vanished = ConcurrentHashMap.newKeySet();

    ExperimentRuns(
            Planner planner,
            StoredRuns stored,
            ExperimentPipeline pipeline,
            Claims claims,
            Policies policies,
            Recoveries recoveries,
            Moment.Source time,
            MeterRegistry registry) {
        this.planner = planner;
        this.stored = stored;
        this.pipeline = pipeline;
        this.claims = claims;
        this.policies = policies;
        this.recoveries = recoveries;
        this.time = time;
        registry.gaugeMapSize("glooshot.runs.active", List.of(), runs);
    }

    /** Has the listener told of every change that should become visible in an Experiment's status. */
    public void onChange(Consumer<ExperimentName> listener) {
        this.listener = listener;
    }

    public Optional<Run> of(Experiment experiment) {
        return of(experiment.getMetadata().getUid());
    }

    public Optional<Run> of(String uid) {
        return Optional.ofNullable(runs.get(uid));
    }

    public Collection<Run> all() {
        return runs.values();
    }

    /**
     * Starts the run of an Experiment that nothing was done for yet.
     *
     * @return what has to end first, if there is anything; then nothing was started
     * @throws io.glooshot.experiment.AbortException when it cannot be run, or a policy forbids it
     * @throws PoliciesUnreadableException when nobody knows whether one does
     */
    public Optional<Wait> start(Experiment experiment) {
        Plan plan = planner.plan(experiment);
        Rulebook rules = policies.permit(Subject.of(plan, experiment.getSpec()), claims.namespaces());
        Optional<Wait> before = claims.take(plan, created(experiment), rules.quotas(plan.namespace()));
        if (before.isEmpty()) {
            History unread = History.of(plan.checks(), plan.maxBlind(), check -> time.now());
            Run run = new Run(plan, experiment.getSpec(), new Pending(), unread, List.of(), false, () -> changed(plan));
            conduct(run, pipeline::begin);
        }
        return before;
    }

    /** The plans and deadlines of those stored runs whose faults are to stay on. */
    public Map<Plan, Instant> faulting(Collection<Experiment> begun) {
        Map<Plan, Instant> faulting = new HashMap<>();
        for (Experiment experiment : begun) {
            boolean isEnding = ban != null
                    || policies.against(experiment.getMetadata().getUid()).isPresent()
                    || experiment.getStatus().verdict() != null
                    || experiment.isMarkedForDeletion()
                    || experiment.getSpec().stop();
            Instant deadline = Stored.started(experiment.getStatus())
                    .map(Started::deadline)
                    .orElse(Instant.MIN);
            if (!isEnding && deadline.isAfter(time.now().time())) {
                stored.plan(experiment).ifPresent(plan -> faulting.put(plan, deadline));
            }
        }
        return faulting;
    }

    /**
     * Has Experiments queue for their destinations that did so in an earlier process, so that the oldest still comes first,
     * whichever asks first. What cannot be planned is left out: it will be told when it asks.
     */
    public void queue(Collection<Experiment> waiting) {
        Moment end = time.now().plus(LONGEST_QUEUEING);
        for (Experiment experiment : waiting) {
            if (time.now().isAfter(end)) {
                LOG.warn("Some experiments that wait for others may have lost their place");
                return;
            }
            try {
                claims.queue(planner.plan(experiment), created(experiment));
            } catch (RuntimeException e) {
                LOG.debugf("%s does not queue: %s", ExperimentName.of(experiment), e.getMessage());
            }
        }
    }

    /** Goes on with a run that is stored as Started or Stopping and that this process does not conduct yet. */
    public void resume(Experiment experiment) {
        if (of(experiment).isPresent()) {
            return;
        }
        Run run = stored.run(experiment, this::changed);
        claims.hold(run.plan(), created(experiment));
        LOG.infof("Resuming %s, which is %s", name(run.plan()), run.state().state());
        conduct(
                run,
                each -> each.state() instanceof Stopping stopping
                        ? pipeline.end(each, stopping)
                        : pipeline.goOn(each, (Started) each.state()));
    }

    /** Goes on watching the recovery after a run that is over, where another process has begun to and this one has not. */
    public void resumeRecovery(Experiment experiment) {
        Recovery begun = experiment.getStatus().recovery();
        String uid = experiment.getMetadata().getUid();
        if (begun == null || !begun.stillWatching() || recoveries.isWatching(uid)) {
            return;
        }
        stored.plan(experiment)
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

    /** Lets those try again that waited for a policy, and have not to any longer. */
    void admit() {
        claims.admissible(policies.rulebook()::quotas).forEach(listener);
    }

    /** Ends a run, if there is one, and gives up what the Experiment waits for. */
    public void stop(Experiment experiment, String reason, String message) {
        of(experiment).ifPresent(run -> run.stop(new Verdict.Aborted(reason, message)));
    }

    /** Ends the run of an Experiment whose object is gone: its faults still have to come off. */
    public void orphan(Experiment experiment) {
        orphan(experiment.getMetadata().getUid());
    }

    /** The Experiments that run here or wait for their turn, by UID. */
    public Map<String, ExperimentName> known() {
        return claims.all();
    }

    /** As {@link #orphan(Experiment)}, for one of which nobody has told that it is gone. Nothing of it begins any more. */
    public void vanished(String uid) {
        vanished.add(uid);
        orphan(uid);
    }

    public boolean hasVanished(Experiment experiment) {
        return vanished.contains(experiment.getMetadata().getUid());
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
            claims.waitingForExperiments().forEach(listener);
            admit();
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

    private static Instant created(Experiment experiment) {
        return Instant.parse(experiment.getMetadata().getCreationTimestamp());
    }
}
