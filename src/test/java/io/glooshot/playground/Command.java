package io.glooshot.playground;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A tool that runs to its end, with a limit. For what keeps running see {@link ChildProcess}. */
public final class Command {
    private static final boolean SETSID = ChildProcess.SETSID;
    private static final Set<Process> RUNNING = new HashSet<>();
    private static boolean jvmIsEnding;

    static {
        // A Java process that is asked to end must not leave a compiler behind that works for another five minutes.
        Runtime.getRuntime().addShutdownHook(new Thread(Command::endAll));
    }

    /** Whoever waits for one of them might go on to the next, which nobody would end any more. */
    private static void endAll() {
        synchronized (RUNNING) {
            jvmIsEnding = true;
            RUNNING.forEach(Command::killTree);
        }
    }

    public record Result(int exitCode, String stdout, String stderr) {
        public boolean ok() {
            return exitCode == 0;
        }

        /** Both streams, for a message that a person reads. */
        public String text() {
            return (stdout + stderr).strip();
        }
    }

    private final ProcessBuilder builder;
    private String input = "";
    private Consumer<String> onErrorLine = line -> {};

    private Command(String... words) {
        // A session of its own can be ended whole, with what was started in the meantime.
        builder = new ProcessBuilder(Stream.concat(SETSID ? Stream.of("setsid") : Stream.empty(), Stream.of(words))
                .toList());
    }

    public static Command of(String... words) {
        return new Command(words);
    }

    public static Command of(Path program, String... arguments) {
        return new Command(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    public Command in(Path directory) {
        builder.directory(directory.toFile());
        return this;
    }

    public Command with(Map<String, String> environment) {
        builder.environment().putAll(environment);
        return this;
    }

    public Command input(String text) {
        input = text;
        return this;
    }

    public Command onErrorLine(Consumer<String> listener) {
        onErrorLine = listener;
        return this;
    }

    /** An exit code of -1 stands for a tool that was not done within the limit and has been ended. */
    public Result run(Duration limit) throws IOException {
        Process process = start();
        try {
            CompletableFuture<String> stdout = drain(process.getInputStream(), line -> {});
            CompletableFuture<String> stderr = drain(process.getErrorStream(), onErrorLine);
            write(process.getOutputStream());
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                // A shell or go leaves its own children running when only it is ended.
                killTree(process);
                process.waitFor();
            }
            return new Result(ended ? process.exitValue() : -1, stdout.join(), stderr.join());
        } catch (InterruptedException e) {
            killTree(process);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + builder.command(), e);
        } finally {
            synchronized (RUNNING) {
                RUNNING.remove(process);
            }
        }
    }

    private Process start() throws IOException {
        synchronized (RUNNING) {
            if (jvmIsEnding) {
                throw new IOException("this program is about to end");
            }
            Process process = builder.start();
            RUNNING.add(process);
            return process;
        }
    }

    private void write(OutputStream stdin) {
        try (stdin) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedBeforeReadingIt) {
            // Its exit code and its own words say more than a broken pipe.
        }
    }

    private static CompletableFuture<String> drain(InputStream stream, Consumer<String> onLine) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            StringBuilder all = new StringBuilder();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    all.append(line).append('\n');
                    onLine.accept(line);
                }
                text.complete(all.toString());
            } catch (IOException | UncheckedIOException streamClosedByItsEnd) {
                text.complete(all.toString());
            }
        });
        reader.setDaemon(true);
        reader.start();
        return text;
    }

    private static void killTree(Process process) {
        if (SETSID) {
            try {
                new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                System.err.println("while stopping " + process.info().command().orElse("a command") + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
