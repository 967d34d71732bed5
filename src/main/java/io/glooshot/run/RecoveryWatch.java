package io.glooshot.run;

import io.glooshot.api.Recovery;
import io.glooshot.experiment.Healing;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.metric.Watch;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads the conditions of one run on after its faults came off, until it is known how the system does. */
final class RecoveryWatch {

    private final Plan plan;
    private final Recovery begun;
    private final boolean isResumed;
    private final Moment.Source time;
    private final CompletableFuture<Healing.Result> cut = new CompletableFuture<>();
    private volatile Healing healing;
    private Recovery ended;
    private boolean orphaned;

    /**
     * @param since when the faults were off
     * @param isResumed whether another process had begun it
     */
    RecoveryWatch(Plan plan, Moment since, Recovery begun, boolean isResumed, Moment.Source time) {
        this.plan = plan;
        this.begun = begun;
        this.isResumed = isResumed;
        this.time = time;
        this.healing = Healing.of(plan, since);
    }

    Plan plan() {
        return plan;
    }

    Recovery begun() {
        return begun;
    }

    boolean isResumed() {
        return isResumed;
    }

    Healing healing() {
        return healing;
    }

    /** The end, once it is written down. */
    synchronized Optional<Recovery> ended() {
        return Optional.ofNullable(ended);
    }

    /** @return whether nothing waits for it, since the object is gone */
    synchronized boolean end(Recovery recovery) {
        ended = recovery;
        return orphaned;
    }

    /**
     * Tells that the object is gone.
     *
     * @return whether the end is written down already
     */
    synchronized boolean orphan() {
        orphaned = true;
        return ended != null;
    }

    /** Ends the watch, unless it has ended: what comes now would not tell. */
    void cut(String reason, String message) {
        cut.complete(new Healing.Unknown(reason, message));
    }

    /** @param left how long to watch at most */
    Uni<Healing.Result> result(Watch watch, Duration left) {
        Uni<Healing.Result> healed = watch.watch(plan.checks())
                .map(measurement -> {
                    healing = healing.with(measurement);
                    return healing.healed();
                })
                .filter(Optional::isPresent)
                .map(result -> (Healing.Result) result.get())
                .toUni();
        Uni<Healing.Result> timeout =
                Uni.createFrom().voidItem().onItem().delayIt().by(left).map(done -> healing.atTimeout(time.now()));
        return Uni.combine().any().of(Uni.createFrom().completionStage(cut), healed, timeout);
    }
}
