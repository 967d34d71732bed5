package io.glooshot.run;

import io.glooshot.api.Recovery;
import io.glooshot.api.Recovery.Outcome;
import io.glooshot.experiment.Healing;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Plan;
import io.glooshot.metric.Watch;
import io.glooshot.report.Amendment;
import io.glooshot.report.Reports;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Watches systems heal after their faults came off. Apart from the runs: a run is over, and its destinations are free,
 * whatever becomes of this, and nothing here can hold up or undo a removal.
 */
@ApplicationScoped
public class Recoveries {

    private static final Logger LOG = Logger.getLogger(Recoveries.class);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Watch watch;
    private final Proof proof;
    private final Reports reports;
    private final RunMetrics metrics;
    private final Moment.Source time;
    private final Map<String, RecoveryWatch> watches = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Healing.Result>> results = new ConcurrentHashMap<>();
    private volatile Consumer<ExperimentName> listener = name -> {};

    Recoveries(Watch watch, Proof proof, Reports reports, RunMetrics metrics, Moment.Source time) {
        this.watch = watch;
        this.proof = proof;
        this.reports = reports;
        this.metrics = metrics;
        this.time = time;
    }

    /** Has the listener told when it is known how a system does. */
    public void onChange(Consumer<ExperimentName> listener) {
        this.listener = listener;
    }

    /** Begins to watch when the faults of a run have come off. Blocks nothing and never throws. */
    void begin(Run run, Moment removed) {
        Plan plan = run.plan();
        if (!plan.hasRecovery()) {
            return;
        }
        try {
            Recovery begun = begun(removed.time(), removed.time().plus(plan.recoveryTimeout()));
            run.recovering(begun);
            start(new RecoveryWatch(plan, removed, begun, false, time), plan.recoveryTimeout());
            if (run.isOrphaned()) {
                deleted(plan.uid());
            }
        } catch (RuntimeException e) {
            // The status says that it is watched, so that the next reconciliation takes it up.
            forget(plan.uid());
            LOG.errorf(e, "The recovery after %s/%s is not watched yet", plan.namespace(), plan.name());
        }
    }

    /** Goes on with one that another process began, to its stored deadline. */
    void resume(Plan plan, Recovery begun) {
        Moment now = time.now();
        Duration left = Duration.between(now.time(), Instant.parse(begun.deadline()));
        Duration gone = Duration.between(Instant.parse(begun.since()), now.time());
        RecoveryWatch resumed = new RecoveryWatch(plan, gone.isNegative() ? now : now.minus(gone), begun, true, time);
        if (left.compareTo(SHORTEST) < 0) {
            resumed.cut("Unwatched", "No controller was watching when the time to recover was up.");
        }
        if (start(resumed, left.compareTo(SHORTEST) < 0 ? SHORTEST : left)) {
            LOG.infof("Watching the recovery after %s/%s again", plan.namespace(), plan.name());
            conclude(resumed, Optional.empty());
        }
    }

    /** Writes down that one cannot be gone on with. */
    void abandon(ExperimentName name, String uid, Recovery begun) {
        Plan nothing = new Plan(
                uid,
                name.namespace(),
                name.name(),
                null,
                List.of(),
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
        RecoveryWatch abandoned = new RecoveryWatch(nothing, time.now(), begun, true, time);
        abandoned.cut("NotResumed", "The controller was restarted, and cannot tell any more what was to be read.");
        if (start(abandoned, SHORTEST)) {
            conclude(abandoned, Optional.empty());
        }
    }

    /** Writes down how it ended, when it has. For a run whose outcome is stored. */
    void conclude(Run run) {
        Optional.ofNullable(watches.get(run.plan().uid())).ifPresent(begun -> conclude(begun, Optional.of(run)));
    }

    /** Tells that faults of another run are about to be on: what is read of their destinations from now on is their doing. */
    void disturb(Plan other) {
        watches.values().stream()
                .filter(each -> !each.plan().uid().equals(other.uid())
                        && !Collections.disjoint(each.plan().destinations(), other.destinations()))
                .forEach(each -> each.cut(
                        "AnotherExperiment",
                        "Experiment %s/%s faulted the same destination before the system was seen to have healed."
                                .formatted(other.namespace(), other.name())));
    }

    /** Tells that the Experiment is gone, and with it what is to be read. */
    public void deleted(String uid) {
        Optional.ofNullable(watches.get(uid)).ifPresent(each -> {
            each.cut("Deleted", "The experiment was deleted before the system was seen to have healed.");
            if (each.orphan()) {
                forget(uid);
            }
        });
    }

    public boolean isWatching(String uid) {
        return watches.containsKey(uid);
    }

    /** How it ended, once the report says so. */
    public Optional<Recovery> ended(String uid) {
        return Optional.ofNullable(watches.get(uid)).flatMap(RecoveryWatch::ended);
    }

    /** Forgets one whose end is stored, or for which nothing can be stored any more. */
    public void forget(String uid) {
        watches.remove(uid);
        results.remove(uid);
    }

    private boolean start(RecoveryWatch begun, Duration left) {
        String uid = begun.plan().uid();
        if (watches.putIfAbsent(uid, begun) != null) {
            return false;
        }
        results.put(uid, begun.result(watch, left).subscribeAsCompletionStage());
        return true;
    }

    private void conclude(RecoveryWatch watched, Optional<Run> run) {
        Plan plan = watched.plan();
        Uni.createFrom()
                .completionStage(results.get(plan.uid()))
                .chain(result -> countAgain(run, result)
                        .chain(faulted -> reports.amend(new Amendment(
                                        plan.namespace(),
                                        plan.name(),
                                        plan.uid(),
                                        recovery(watched, result),
                                        Optional.of(watched.healing()),
                                        faulted,
                                        watched.isResumed()))
                                .onFailure()
                                .invoke(failure -> LOG.errorf(
                                        failure,
                                        "The report of %s/%s lacks its recovery",
                                        plan.namespace(),
                                        plan.name()))
                                .onFailure()
                                .recoverWithItem(() -> recovery(watched, result))))
                .subscribe()
                .with(
                        recovery -> ended(watched, recovery),
                        failure -> LOG.errorf(
                                failure, "The recovery after %s/%s broke down", plan.namespace(), plan.name()));
    }

    /** The counters lag by a scrape, so that the last requests were not there yet when the run ended. */
    private Uni<OptionalLong> countAgain(Optional<Run> run, Healing.Result result) {
        boolean isOthers = result instanceof Healing.Unknown;
        return run.isEmpty() || isOthers ? Uni.createFrom().item(OptionalLong.empty()) : proof.countAgain(run.get());
    }

    private void ended(RecoveryWatch watched, Recovery recovery) {
        Plan plan = watched.plan();
        metrics.recovered(
                recovery.outcome(),
                watched.healing()
                        .healed()
                        .filter(healed -> recovery.outcome() == Outcome.Recovered)
                        .map(healed -> healed.at().since(watched.healing().since())));
        LOG.logf(
                recovery.outcome() == Outcome.Recovered ? Logger.Level.INFO : Logger.Level.WARN,
                "%s/%s: %s (%s): %s",
                plan.namespace(),
                plan.name(),
                recovery.outcome(),
                recovery.reason(),
                recovery.message());
        if (watched.end(recovery)) {
            forget(plan.uid());
        }
        listener.accept(new ExperimentName(plan.namespace(), plan.name()));
    }

    private static Recovery begun(Instant since, Instant deadline) {
        return new Recovery(
                Outcome.Watching,
                "Watching",
                "The failure conditions are read on, to see the system heal.",
                text(since),
                text(deadline),
                null,
                null);
    }

    private static Recovery recovery(RecoveryWatch watched, Healing.Result result) {
        if (result instanceof Healing.Healed healed) {
            String took = Numbers.text(healed.at().since(watched.healing().since()));
            return watched.begun()
                    .recovered(
                            "The system was healthy again %s after the faults came off.".formatted(took),
                            text(healed.at().time()),
                            took);
        }
        if (result instanceof Healing.NotHealed ill) {
            return watched.begun().ended(Outcome.NotRecovered, "StillMet", ill.message());
        }
        var unknown = (Healing.Unknown) result;
        return watched.begun().ended(Outcome.Unknown, unknown.reason(), unknown.message());
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
