package io.glooshot.metric;

import io.glooshot.experiment.Moment;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * One object of the API server, read at most once per refresh however many ask. Whoever asks gets what was read last, and
 * has it read again behind their back when that is old: a poll never waits for an API server that is slow, except the
 * first, and goes on when there is none.
 */
final class Cached<T> {

    /** People who are told that something is missing put it there and try again. */
    private static final long AGAIN = Duration.ofMillis(500).toNanos();

    private final Uni<T> read;
    private final Predicate<T> isMissing;
    private final long refresh;
    private T content;
    private Uni<T> reading;
    private long lastTry;
    private Moment lastUse;

    Cached(Uni<T> read, Predicate<T> isMissing, Duration refresh) {
        this.read = read;
        this.isMissing = isMissing;
        this.refresh = refresh.toNanos();
    }

    Uni<T> get(Moment now) {
        Uni<T> begun;
        T known;
        synchronized (this) {
            lastUse = now;
            known = content;
            boolean isOld = known == null || now.nanos() - lastTry >= (isMissing.test(known) ? AGAIN : refresh);
            if (isOld && reading == null) {
                lastTry = now.nanos();
                reading = read.onItemOrFailure().invoke(this::took).memoize().indefinitely();
            }
            begun = reading;
        }
        if (begun == null) {
            return Uni.createFrom().item(known);
        }
        if (known == null || isMissing.test(known)) {
            return begun;
        }
        begun.subscribe().with(taken -> {}, failed -> {});
        return Uni.createFrom().item(known);
    }

    synchronized boolean isUnusedFor(Duration duration, Moment now) {
        return lastUse != null && now.since(lastUse).compareTo(duration) > 0;
    }

    /** What cannot be read just now stays as it was. */
    private synchronized void took(T taken, Throwable failure) {
        reading = null;
        if (failure == null) {
            content = taken;
        }
    }
}
