package io.glooshot.run;

import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Verdict;
import io.glooshot.metric.Watch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Watches a run whose faults are on until something ends it. Blocks nothing. */
@ApplicationScoped
class Vigil {

    /** How often blindness and the wall clock are looked at, besides at every reading. */
    private static final Duration PULSE = Duration.ofSeconds(1);

    /** What a timer takes. */
    private static final Duration SHORTEST = Duration.ofMillis(2);

    private final Watch watch;
    private final RunSettings settings;
    private final Moment.Source time;

    Vigil(Watch watch, RunSettings settings, Moment.Source time) {
        this.watch = watch;
        this.settings = settings;
        this.time = time;
    }

    /**
     * The first verdict on the run: a condition met, a condition unread for too long, or the deadline, by the monotonic
     * or the wall clock, whichever has it first.
     */
    Uni<Verdict> firstVerdict(Run run, Started started) {
        Moment now = time.now();
        // A clock that was set since neither stretches the run nor lets it pass for one that had its time.
        Moment deadline = run.startedAt().plus(Duration.between(started.startedAt(), started.deadline()));
        Optional<Verdict> tooLate = verdictBeforeTheWatch(deadline, now);
        if (tooLate.isPresent()) {
            return Uni.createFrom().item(tooLate.get());
        }
        Duration remaining = max(deadline.since(now), SHORTEST);
        return Uni.combine().any().of(judged(run, started, deadline), atDeadline(run, remaining, deadline));
    }

    /** Putting the faults on can take until then, above all for a process that went on with what another began. */
    static Optional<Verdict> verdictBeforeTheWatch(Moment deadline, Moment now) {
        return deadline.isAfter(now)
                ? Optional.empty()
                : Optional.of(new Verdict.Aborted(
                        "DeadlinePassed", "The deadline passed before the faults could be watched."));
    }

    private Uni<Verdict> judged(Run run, Started started, Moment deadline) {
        Multi<Optional<Verdict>> readings = watch.watch(run.plan().checks())
                .invoke(run::read)
                .map(reading -> run.history().verdict(time.now()));
        Multi<Optional<Verdict>> pulses = Multi.createFrom()
                .ticks()
                .every(PULSE)
                .onOverflow()
                .drop()
                .map(pulse ->
                        verdictByClock(run.history(), started.deadline(), deadline, time.now(), settings.closing()));
        return Multi.createBy()
                .merging()
                .streams(readings, pulses)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .toUni();
    }

    /**
     * The monotonic timer comes first on a clock that nobody sets. This is for one that was set forward, and for a process
     * that was held up so long that the timer is late.
     *
     * @param deadline by the monotonic clock
     */
    static Optional<Verdict> verdictByClock(
            History history, Instant stored, Moment deadline, Moment now, Duration closing) {
        Optional<Verdict> verdict = history.verdict(now);
        if (verdict.isPresent() || !now.time().isAfter(stored.plus(PULSE))) {
            return verdict;
        }
        return Optional.of(
                deadline.isAfter(now)
                        ? new Verdict.Aborted(
                                "ClockChanged", "The wall clock passed the deadline before the duration had passed.")
                        : history.closing(deadline.minus(closing.multipliedBy(2))));
    }

    private Uni<Verdict> atDeadline(Run run, Duration remaining, Moment deadline) {
        Duration closing = min(settings.closing(), remaining.dividedBy(2));
        return after(remaining.minus(closing))
                .chain(() -> Uni.combine()
                        .all()
                        .unis(lastReading(run, closing), after(closing))
                        .asTuple())
                .map(done -> run.history().closing(deadline.minus(closing.multipliedBy(2))));
    }

    /** Reads every condition once more; a source that is too slow for it is judged by its readings until then. */
    private Uni<Void> lastReading(Run run, Duration limit) {
        return watch.readOnce(run.plan().checks(), limit)
                .ifNoItem()
                .after(limit)
                .recoverWithItem(List.<Measurement>of())
                .invoke(readings -> run.update((History history) -> history.with(readings)))
                .replaceWithVoid();
    }

    private static Uni<Void> after(Duration delay) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(delay);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
