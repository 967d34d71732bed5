package io.glooshot.experiment;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long each step took from the evaluation of a breach until the mesh had confirmed that the faults are off. What this
 * process did not see is empty. All is measured on this process' monotonic clock but the evaluation, which has a clock of
 * its own.
 *
 * @param breach the reading that the verdict rests on
 * @param decided when the verdict was reached
 * @param written when the removal had left for the mesh
 * @param confirmed when the mesh had confirmed it
 */
public record StopLatency(
        Optional<Measurement> breach, Optional<Moment> decided, Optional<Moment> written, Optional<Moment> confirmed) {

    /** Clocks that tell no more than milliseconds differ by one for no reason. */
    private static final Duration GRAIN = Duration.ofMillis(1);

    /** When the source evaluated the breach, by its own clock. */
    public Optional<Instant> evaluated() {
        return breach.map(Measurement::reading)
                .filter(Reading.Value.class::isInstance)
                .map(reading -> ((Reading.Value) reading).evaluated());
    }

    /**
     * From the evaluation until the answer was there. It cannot have been evaluated before it was asked for, nor after
     * it arrived: where the clocks say so, they differ, and the leg is cut at what is possible.
     */
    public Optional<Duration> reading() {
        return evaluated().map(time -> {
            Duration took = Duration.between(time, breach.get().arrived().time());
            Duration longest = breach.get().arrived().since(breach.get().at());
            Duration possible = took.compareTo(longest) > 0 ? longest : took;
            return possible.isNegative() ? Duration.ZERO : possible;
        });
    }

    /** By how much at least the source's clock is ahead, or behind when negative; empty while that cannot be told. */
    public Optional<Duration> clockSkew() {
        return evaluated().flatMap(time -> {
            Duration behind = Duration.between(breach.get().at().time(), time);
            Duration ahead = Duration.between(breach.get().arrived().time(), time);
            if (ahead.compareTo(GRAIN) > 0) {
                return Optional.of(ahead);
            }
            return behind.compareTo(GRAIN.negated()) < 0 ? Optional.of(behind) : Optional.empty();
        });
    }

    /** From the answer to the verdict. */
    public Optional<Duration> decision() {
        return leg(breach.map(Measurement::arrived), decided);
    }

    /** From the verdict until the removal had left for the mesh. */
    public Optional<Duration> write() {
        return leg(decided, written);
    }

    /** From then until the mesh had confirmed it. */
    public Optional<Duration> confirmation() {
        return leg(written, confirmed);
    }

    private static Optional<Duration> leg(Optional<Moment> from, Optional<Moment> to) {
        return from.flatMap(start -> to.map(end -> end.since(start)));
    }
}
