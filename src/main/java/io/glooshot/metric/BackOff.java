package io.glooshot.metric;

import io.glooshot.experiment.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Spares those that struggle. Each further time doubles the pause, to a few seconds at most, so that several attempts fit
 * into the time that a run may be blind; a pause that the server itself asks for is kept up to a minute. Whoever polls
 * meanwhile is told so at once: a pause is a failed reading at every tick, and can hide no blindness.
 *
 * @param <K> what is spared
 */
final class BackOff<K> {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);
    private static final int KEPT = 1_024;
    /** Not all at the same moment again. */
    private static final double JITTER = 0.25;

    private record Pause(int times, Moment until) {}

    private final Map<K, Pause> pauses = new ConcurrentHashMap<>();
    private final Moment.Source clock;
    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    BackOff(Moment.Source clock, DoubleSupplier random) {
        this.clock = clock;
        this.random = random;
    }

    /** How long it is still spared. */
    Optional<Duration> remaining(K key) {
        return Optional.ofNullable(pauses.get(key))
                .map(pause -> pause.until().since(clock.now()))
                .filter(left -> !left.isNegative() && !left.isZero());
    }

    /** @param asked how long the server wants not to be asked */
    void struggled(K key, Optional<Duration> asked) {
        Moment now = clock.now();
        if (pauses.size() > KEPT) {
            pauses.values().removeIf(pause -> now.isAfter(pause.until().plus(LONGEST_ASKED)));
        }
        pauses.compute(key, (same, before) -> {
            int times = before == null ? 1 : Math.min(before.times() + 1, 16);
            Duration own = min(FIRST.multipliedBy(1L << (times - 1)), LONGEST);
            Duration spread = own.plusNanos((long) (own.toNanos() * JITTER * random.getAsDouble()));
            Duration wanted =
                    asked.map(duration -> min(duration, LONGEST_ASKED)).orElse(Duration.ZERO);
            return new Pause(times, now.plus(wanted.compareTo(spread) > 0 ? wanted : spread));
        });
    }

    /** Ends no pause: what is answered meanwhile was asked before it. */
    void recovered(K key) {
        Moment now = clock.now();
        pauses.computeIfPresent(key, (same, pause) -> pause.until().isAfter(now) ? pause : null);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
