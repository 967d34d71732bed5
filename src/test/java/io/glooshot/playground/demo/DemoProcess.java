package io.glooshot.playground.demo;

import static org.awaitility.Awaitility.await;

import io.glooshot.playground.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The demo in a JVM of its own, with its output in a file: not on a terminal. */
final class DemoProcess implements AutoCloseable {
    private static final String MARK = "GLOOSHOT_DEMO_RUN";

    private final Process process;
    private final Path output;
    private final MarkedProcesses all;

    private DemoProcess(Process process, Path output, MarkedProcesses all) {
        this.process = process;
        this.output = output;
        this.all = all;
    }

    /** @param directory where it runs, as the root of the project */
    static DemoProcess start(Path directory, Path output, Map<String, String> environment, String... jvmOptions) {
        String run = UUID.randomUUID().toString();
        List<String> words = new ArrayList<>(withoutIgnoredInterrupts());
        words.add(ProcessHandle.current().info().command().orElseThrow());
        words.addAll(List.of(jvmOptions));
        words.addAll(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dglooshot.jar="
                        + Path.of(System.getProperty("glooshot.jar", "target/quarkus-app/quarkus-run.jar"))
                                .toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put(MARK, run);
        try {
            return new DemoProcess(builder.start(), output, new MarkedProcesses(MARK + "=" + run));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A build in the background of a shell has them ignored, and would hand that on. */
    private static List<String> withoutIgnoredInterrupts() {
        List<String> env = List.of("env", "--default-signal=INT");
        try {
            return Command.of("env", "--default-signal=INT", "true")
                            .run(Duration.ofSeconds(10))
                            .ok()
                    ? env
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitOutput(String text, Duration limit) {
        await("\"" + text + "\" from the demo").atMost(limit).until(() -> {
            if (!process.isAlive() && !output().contains(text)) {
                throw new AssertionError("the demo ended with " + process.exitValue() + ":\n" + output());
            }
            return output().contains(text);
        });
    }

    MarkedProcesses all() {
        return all;
    }

    int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the demo goes on after " + limit.toSeconds() + " s:\n" + output());
        }
        return process.exitValue();
    }

    /** To the JVM alone: none of its children must need a signal of its own. */
    void signal(String name) throws IOException {
        Command.of("kill", "-" + name, Long.toString(process.pid())).run(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
