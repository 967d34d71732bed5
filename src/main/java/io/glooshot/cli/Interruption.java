package io.glooshot.cli;

import java.time.Duration;
import org.jline.utils.Signals;

/** Ctrl-C and SIGTERM, counted: the first asks a command to end well, the second to end. */
class Interruption implements AutoCloseable {

    private static final String[] NAMES = {"INT", "TERM"};

    private final Object[] before = new Object[NAMES.length];
    private int count;

    /** From here on these signals do not end the process any more. */
    static Interruption catching() {
        Interruption interruption = new Interruption();
        for (int i = 0; i < NAMES.length; i++) {
            interruption.before[i] = Signals.register(NAMES[i], interruption::interrupt);
        }
        return interruption;
    }

    synchronized void interrupt() {
        count++;
        notifyAll();
    }

    /** How often by now. */
    synchronized int count() {
        return count;
    }

    /** Waits, and no longer once there is another interruption. */
    synchronized void pause(Duration time) throws InterruptedException {
        int known = count;
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); left > 0 && count == known; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < NAMES.length; i++) {
            Signals.unregister(NAMES[i], before[i]);
        }
    }
}
