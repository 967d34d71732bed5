package io.glooshot.playground.demo;

import io.glooshot.playground.Progress;

/** The end of this JVM, be it by the program's own will or by a signal. */
final class Exit {
    private volatile boolean wanted;

    private Exit() {}

    static Exit watchedBy(Progress progress) {
        Exit exit = new Exit();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!exit.wanted) {
                // The terminal has put ^C at the end of a line that is still open.
                progress.print("");
                progress.step("Interrupted: stopping everything that was started");
            }
        }));
        return exit;
    }

    void with(int code) {
        if (!isUnderWay()) {
            wanted = true;
        }
        System.exit(code);
    }

    /** A flag set by a hook would come too late for a thread that fails because of another hook. */
    boolean isUnderWay() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException alreadyGoing) {
            return true;
        }
    }
}
