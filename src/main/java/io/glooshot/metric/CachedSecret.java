package io.glooshot.metric;

import io.glooshot.experiment.Moment;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * One Secret, read at most once per refresh however many ask. Whoever asks gets what was read last, and has it read again
 * behind their back when that is old: a poll never waits for an API server that is slow, except the first, and goes on when
 * there is none.
 */
final class CachedSecret {

    /** People who are told that something is missing put it there and try again. */
    private static final long AGAIN = Duration.ofMillis(500).toNanos();

    private final Uni<SecretContent> read;
    private final long refresh;
    private SecretContent content;
    private Uni<SecretContent> reading;
    private long lastTry;
    private Moment lastUse;

    CachedSecret(Uni<SecretContent> read, Duration refresh) {
        this.read = read;
        this.refresh = refresh.toNanos();
    }

    Uni<SecretContent> get(Moment now) {
        Uni<SecretContent> begun;
        SecretContent known;
        synchronized (this) {
            lastUse = now;
            known = content;
            boolean isOld = known == null || now.nanos() - lastTry >= (known.isMissing() ? AGAIN : refresh);
            if (isOld && reading == null) {
                lastTry = now.nanos();
                reading = read.onItemOrFailure().invoke(this::took).memoize().indefinitely();
            }
            begun = reading;
        }
        if (begun != null && (known == null || known.isMissing())) {
            return begun.map(SecretContent::required);
        }
        if (begun != null) {
            begun.subscribe().with(taken -> {}, failed -> {});
        }
        return Uni.createFrom().item(known).map(SecretContent::required);
    }

    synchronized boolean isUnusedFor(Duration duration, Moment now) {
        return lastUse != null && now.since(lastUse).compareTo(duration) > 0;
    }

    /** What cannot be read just now stays as it was. */
    private synchronized void took(SecretContent taken, Throwable failure) {
        reading = null;
        if (failure == null) {
            content = taken;
        }
    }
}
