package io.glooshot.experiment;

import java.time.Duration;
import java.time.Instant;

/**
 * A point in time by both clocks: the wall clock, for people and for other processes, and the monotonic one, by which
 * durations are measured so that a clock that is set cannot stretch them.
 *
 * @param nanos as {@link System#nanoTime()}
 */
public record Moment(Instant time, long nanos) {

    /** Monotonic time from an earlier moment to this. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public Moment plus(Duration duration) {
        return new Moment(time.plus(duration), nanos + duration.toNanos());
    }

    public Moment minus(Duration duration) {
        return plus(duration.negated());
    }

    public boolean isAfter(Moment other) {
        return nanos - other.nanos > 0;
    }

    /** In order of the monotonic clock, which may pass from its largest number to its smallest. */
    static int compare(Moment left, Moment right) {
        return Long.signum(left.nanos - right.nanos);
    }

    /** Tells the present moment. */
    @FunctionalInterface
    public interface Source {
        Moment now();
    }
}
