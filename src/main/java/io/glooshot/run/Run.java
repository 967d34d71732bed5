package io.glooshot.run;

import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.FaultRule;
import io.glooshot.api.Recovery;
import io.glooshot.experiment.ExperimentState;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.StopLatency;
import io.glooshot.experiment.Verdict;
import io.glooshot.experiment.policy.Subject;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What is known of one run, in memory. The pipeline writes it; whoever reports on the run reads it. A state is first
 * {@linkplain #record recorded} here and counts once it is {@linkplain #stored stored} in the cluster.
 */
public final class Run {

    private record Storing(ExperimentState state, CompletableFuture<Void> done) {}

    private final Plan plan;
    private final ExperimentSpec spec;
    private final boolean resumed;
    private final Runnable changed;
    private final CompletableFuture<Verdict.Aborted> stop = new CompletableFuture<>();
    private final List<Storing> storing = new ArrayList<>();

    private volatile ExperimentState state;
    private volatile History history;
    private volatile List<String> heldBy;
    private volatile List<String> warnings = List.of();
    private volatile Moment startedAt;
    private volatile Instant injectedAt;
    private volatile Moment decidedAt;
    private volatile Moment writtenAt;
    private volatile Moment removedAt;
    private volatile Recovery recovery;
    private volatile String trouble;
    private volatile OptionalLong faultedBefore = OptionalLong.empty();
    private volatile OptionalLong faultedRequests = OptionalLong.empty();
    private volatile boolean reportWritten;
    private boolean orphaned;
    private boolean over;

    Run(
            Plan plan,
            ExperimentSpec spec,
            ExperimentState state,
            History history,
            List<String> heldBy,
            boolean resumed,
            Runnable changed) {
        this.plan = plan;
        this.spec = spec;
        this.state = state;
        this.history = history;
        this.heldBy = heldBy;
        this.resumed = resumed;
        this.changed = changed;
    }

    public Plan plan() {
        return plan;
    }

    /** The faults as the experiment has them. */
    List<FaultRule> rules() {
        return spec.faults();
    }

    /** The run as policies see it. */
    Subject subject() {
        return Subject.of(plan, spec);
    }

    public ExperimentState state() {
        return state;
    }

    public History history() {
        return history;
    }

    /** Whether an earlier process began this run, so that its first readings are not in the history. */
    public boolean resumed() {
        return resumed;
    }

    public List<String> heldBy() {
        return heldBy;
    }

    /** What the user should know of the side effects of the faults. */
    public List<String> warnings() {
        return warnings;
    }

    public Optional<Instant> injectedAt() {
        return Optional.ofNullable(injectedAt);
    }

    public Optional<Instant> removedAt() {
        return Optional.ofNullable(removedAt).map(Moment::time);
    }

    /** How long the steps of stopping took, as far as this process saw them. */
    StopLatency stopLatency(Verdict verdict) {
        return new StopLatency(
                // One that was read back from the status has no place on this process' clock.
                Optional.ofNullable(decidedAt)
                        .map(decided -> verdict)
                        .filter(Verdict.Breached.class::isInstance)
                        .map(breached -> ((Verdict.Breached) breached).measurement()),
                Optional.ofNullable(decidedAt),
                Optional.ofNullable(writtenAt),
                Optional.ofNullable(removedAt));
    }

    /** How the system does after the faults came off, as first told; empty while there is nothing to tell. */
    public Optional<Recovery> recovery() {
        return Optional.ofNullable(recovery);
    }

    /** What stands in the way of the removal, while something does. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** How many requests the mesh has faulted for this run; empty while unknown. */
    public OptionalLong faultedRequests() {
        return faultedRequests;
    }

    public boolean reportWritten() {
        return reportWritten;
    }

    /** Ends the run as soon as can be, whatever it is doing. The first call counts. */
    public void stop(Verdict.Aborted why) {
        stop.complete(why);
    }

    /** Tells that a state, and all before it, is stored in the cluster. */
    public void stored(ExperimentState stored) {
        List<Storing> done;
        synchronized (this) {
            done = storing.stream()
                    .filter(each -> rank(each.state()) <= rank(stored))
                    .toList();
            storing.removeAll(done);
        }
        done.forEach(each -> each.done().complete(null));
    }

    /**
     * Tells that the object is gone for good: nothing can be stored any more, and nothing waits for it.
     *
     * @return whether all of the run's work was done already, so that whoever asks is the last to know of it
     */
    boolean orphan() {
        List<Storing> waiting;
        boolean last;
        synchronized (this) {
            orphaned = true;
            last = over;
            waiting = List.copyOf(storing);
            storing.clear();
        }
        waiting.forEach(each -> each.done().complete(null));
        return last;
    }

    synchronized boolean isOrphaned() {
        return orphaned;
    }

    /**
     * Tells that all of the run's work is done.
     *
     * @return whether the object was gone by then
     */
    synchronized boolean end() {
        over = true;
        return orphaned;
    }

    boolean isStopped() {
        return stop.isDone();
    }

    /** Completes with the reason when the run is to stop; never otherwise. */
    Uni<Verdict.Aborted> stopped() {
        return Uni.createFrom().completionStage(() -> stop.thenApply(verdict -> verdict));
    }

    /** Moves to the next state; completes when that is stored. */
    Uni<Void> record(ExperimentState next) {
        var done = new CompletableFuture<Void>();
        synchronized (this) {
            state = next;
            if (orphaned) {
                return Uni.createFrom().voidItem();
            }
            storing.add(new Storing(next, done));
        }
        changed.run();
        return Uni.createFrom().completionStage(done);
    }

    synchronized void update(UnaryOperator<History> change) {
        history = change.apply(history);
    }

    void started(Moment at) {
        startedAt = at;
        update(before -> before.startedAt(at));
    }

    /** When it started, on this process' clock; from then its duration counts. */
    Moment startedAt() {
        return startedAt;
    }

    void read(Measurement measurement) {
        update(before -> before.with(measurement));
    }

    void warned(List<String> about) {
        warnings = List.copyOf(about);
    }

    void injected(Injected injected, Moment at) {
        // After a restart only those that have reconnected confirm; the others may hold the fault all the same.
        heldBy = Stream.concat(heldBy.stream(), injected.heldBy().stream())
                .distinct()
                .sorted()
                .toList();
        injectedAt = at.time();
        changed.run();
    }

    void decided(Moment at) {
        decidedAt = at;
    }

    /** The first time counts: what leaves again later leaves for those who missed it. */
    synchronized void written(Moment at) {
        if (writtenAt == null) {
            writtenAt = at;
        }
    }

    void removed(Moment at) {
        removedAt = at;
        trouble = null;
    }

    void recovering(Recovery begun) {
        recovery = begun;
    }

    void troubled(String message) {
        trouble = message;
        changed.run();
    }

    void faultedBefore(OptionalLong count) {
        faultedBefore = count;
    }

    /** What the mesh's counters showed before the faults; empty while unknown. */
    public OptionalLong faultedBefore() {
        return faultedBefore;
    }

    void faulted(OptionalLong count) {
        faultedRequests = count;
    }

    void reported(boolean written) {
        reportWritten = written;
    }

    private static int rank(ExperimentState state) {
        return Math.min(state.state().ordinal(), State.Succeeded.ordinal());
    }
}
