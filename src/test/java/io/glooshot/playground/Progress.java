package io.glooshot.playground;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Steps with the time since the start, and bars for what takes long: redrawn on a terminal, plain lines elsewhere. */
public final class Progress {
    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public static Progress toStandardOut() {
        return new Progress(System.out, isTerminal());
    }

    /** @param standardOut the standard output under another character set, or without what a build tool puts around it */
    public static Progress to(PrintStream standardOut) {
        return new Progress(standardOut, isTerminal());
    }

    public synchronized void step(String format, Object... arguments) {
        print(stamped(String.format(Locale.ROOT, format, arguments)));
    }

    /** Without the time, for what is read at leisure. */
    public synchronized void print(String text) {
        out.println(text);
        out.flush();
    }

    public LiveLine liveLine() {
        return new LiveLine(this);
    }

    /** On a terminal only: takes the place of what the cursor's line holds. */
    synchronized void redraw(String text) {
        out.print("\r\033[K" + text);
        out.flush();
    }

    String stamped(String text) {
        return String.format(Locale.ROOT, "[%6.1fs] %s", sinceStart().toMillis() / 1000.0, text);
    }

    public Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** @param total of the unit, or 0 when it is not known beforehand. */
    public Bar bar(String what, String unit, long total) {
        return new Bar(what, unit, total);
    }

    public boolean onTerminal() {
        return terminal;
    }

    /** The standard streams of a forked or piped JVM are not told apart by {@code System.console()} on every JDK. */
    private static boolean isTerminal() {
        try {
            return new ProcessBuilder("test", "-t", "1")
                            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One long job. Closing it ends its line, whether or not the job came to its end. */
    public final class Bar implements AutoCloseable {
        private static final int WIDTH = 30;
        /** Faster than the eye follows would only slow a download down. */
        private static final long REDRAW_NANOS = 100_000_000L;

        private static final int PLAIN_STEPS = 4;

        private final String what;
        private final String unit;
        private final long total;
        private long done;
        private long drawnAt;
        private long printedSteps;

        private Bar(String what, String unit, long total) {
            this.what = what;
            this.unit = unit;
            this.total = total;
            if (!terminal) {
                step("%s: started%s", what, total > 0 ? " (" + total + " " + unit + ")" : "");
            }
        }

        public void advanceTo(long amount) {
            synchronized (Progress.this) {
                done = amount;
                if (terminal) {
                    redraw(false);
                } else if (total > 0 && done * PLAIN_STEPS / total > printedSteps) {
                    printedSteps = done * PLAIN_STEPS / total;
                    step("%s: %d %%", what, Math.min(100, done * 100 / total));
                }
            }
        }

        public void advance() {
            advanceTo(done + 1);
        }

        /** What was there already takes no step of its own. */
        public void complete() {
            advanceTo(Math.max(done, total));
        }

        private void redraw(boolean last) {
            long now = System.nanoTime();
            if (!last && now - drawnAt < REDRAW_NANOS) {
                return;
            }
            drawnAt = now;
            Progress.this.redraw(stamped(what + drawing()));
        }

        private String drawing() {
            if (total <= 0) {
                return unit.isEmpty() ? " ..." : String.format(Locale.ROOT, ": %d %s", done, unit);
            }
            int filled = (int) Math.min(WIDTH, done * WIDTH / total);
            String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
            return String.format(Locale.ROOT, ": [%s] %d/%d %s", bar, done, total, unit);
        }

        @Override
        public void close() {
            synchronized (Progress.this) {
                if (terminal) {
                    redraw(true);
                    out.println();
                }
            }
        }
    }
}
