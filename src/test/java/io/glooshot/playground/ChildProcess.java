package io.glooshot.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server of the local world, in a session of its own. It cannot outlive this JVM, however that ends: the JVM holds one
 * end of a pipe, and whoever holds the other kills the whole session when it closes.
 */
public final class ChildProcess implements AutoCloseable {
    /**
     * The program takes the shell's place, and so its process id. While the watching subshell lives, its process group
     * does, so the kernel cannot give that id to a stranger before the kill.
     */
    private static final String LIFELINE = """
            exec 3<&0 </dev/null
            (while read -r _ <&3; do :; done; kill -KILL -$$ || kill -KILL $$) >/dev/null 2>&1 &
            exec "$@" 3<&-
            """;

    static final boolean SETSID = Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "setsid")));
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Set<Process> RUNNING = new HashSet<>();
    private static boolean jvmIsEnding;

    private static final int LAST_LINES = 15;

    private final String name;
    private final Path log;
    private final Process process;
    private boolean frozen;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    public static ChildProcess start(String name, Path log, Map<String, String> environment, List<String> words) {
        List<String> wrapped = new ArrayList<>(SETSID ? List.of("setsid") : List.of());
        wrapped.addAll(List.of("sh", "-c", LIFELINE, name));
        wrapped.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(wrapped)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            synchronized (RUNNING) {
                if (jvmIsEnding) {
                    throw new IllegalStateException("this program is about to end");
                }
                Process process = builder.start();
                RUNNING.add(process);
                return new ChildProcess(name, log, process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * For the way out of the JVM, which may be taken while some are still on their way up: their lifelines would end them,
     * but only after their files have been taken away.
     */
    static void endAll() {
        synchronized (RUNNING) {
            jvmIsEnding = true;
            RUNNING.forEach(Process::destroyForcibly);
            RUNNING.forEach(process -> process.onExit()
                    .orTimeout(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((ended, failure) -> ended)
                    .join());
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    public Path log() {
        return log;
    }

    /** A condition that throws counts as not met yet: most often nothing listens there so far. */
    public void awaitReady(Duration limit, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(limit)
                    .ignoreExceptions()
                    .until(() -> !alive() || condition.call());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    name + " was not ready within " + limit.toSeconds() + " s; its last words:\n" + lastWords(), e);
        }
        if (!alive()) {
            throw new IllegalStateException(
                    name + " ended early with exit code " + process.exitValue() + "; its last words:\n" + lastWords());
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read)";
        }
    }

    /** As a crash does it: without a chance to tidy up. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops it from running on while its connections stay open, as a hang does. */
    public void freeze() {
        signal("STOP");
        frozen = true;
    }

    public void thaw() {
        signal("CONT");
        frozen = false;
    }

    public void stop() {
        try {
            if (!frozen) {
                // Process.destroy would close the pipe as well, and with it end all at once.
                process.toHandle().destroy();
                process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cutLifeline();
        kill();
    }

    @Override
    public void close() {
        stop();
    }

    private void cutLifeline() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyClosedByItsEnd) {
            // Closing is all that was wanted.
        }
    }

    private void awaitEnd() {
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            synchronized (RUNNING) {
                RUNNING.remove(process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(name + " (process " + pid() + ") does not end", e);
        }
    }

    private void signal(String signal) {
        try {
            Command.Result result =
                    Command.of("kill", "-" + signal, Long.toString(pid())).run(GRACE);
            if (!result.ok()) {
                throw new IllegalStateException("kill -" + signal + " " + name + ": " + result.text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
