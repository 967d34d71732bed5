package io.glooshot.install;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for something in the cluster by looking again and again. */
final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final long end;

    /** @param longest for all that is waited for in turn */
    Waiting(Duration longest) {
        this.end = System.nanoTime() + longest.toNanos();
    }

    /** Looks at least once. Returns whether it came true in time. */
    boolean until(BooleanSupplier isSo) {
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Of all that was granted. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static void pause() {
        try {
            new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(
                    "The wait was interrupted",
                    "somebody stopped this command",
                    "What was begun goes on in the cluster.");
        }
    }
}
