package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {
    @TempDir
    Path directory;

    private ChildProcess start(String script) {
        return ChildProcess.start("child", directory.resolve("log"), Map.of(), List.of("sh", "-c", script));
    }

    @Test
    void leavesNobodyBehindWhenClosed() {
        ChildProcess child = start("sleep 600 & sleep 600");
        await().until(() -> sessionOf(child.pid()).size() >= 3);

        child.close();

        assertThat(child.alive()).isFalse();
        await().untilAsserted(() -> assertThat(sessionOf(child.pid())).isEmpty());
    }

    @Test
    void leavesNobodyBehindWhenItIsKilled() {
        ChildProcess child = start("sleep 600 & sleep 600");

        child.kill();

        await().untilAsserted(() -> assertThat(sessionOf(child.pid())).isEmpty());
    }

    @Test
    void endsOneThatIgnoresTheRequestToEnd() {
        ChildProcess child = start("trap '' TERM; echo deaf; while :; do sleep 1; done");
        child.awaitReady(
                Duration.ofSeconds(10), () -> Files.readString(child.log()).contains("deaf"));

        child.close();

        assertThat(child.alive()).isFalse();
    }

    @Test
    void letsOneTidyUp() throws IOException {
        ChildProcess child = start("trap 'echo tidied up; exit' TERM; echo up; while :; do sleep 0.1; done");
        child.awaitReady(
                Duration.ofSeconds(10), () -> Files.readString(child.log()).contains("up"));

        child.close();

        assertThat(child.log()).content().contains("tidied up");
    }

    @Test
    void endsAFrozenOneAtOnce() {
        ChildProcess child = start("sleep 600");
        child.freeze();

        child.close();

        assertThat(child.alive()).isFalse();
    }

    @Test
    void doesNotRunWhileFrozen() throws IOException {
        try (ChildProcess child = start("while :; do echo tick; sleep 0.01; done")) {
            child.awaitReady(Duration.ofSeconds(10), () -> Files.size(child.log()) > 0);
            child.freeze();
            long size = Files.size(child.log());

            await().during(Duration.ofMillis(300)).until(() -> Files.size(child.log()) <= size + "tick\n".length());

            child.thaw();
            await().until(() -> Files.size(child.log()) > size + 10 * "tick\n".length());
        }
    }

    @Test
    void saysTheLastWordsOfOneThatEndsEarly() {
        ChildProcess child = start("echo the port is taken; exit 3");

        assertThatThrownBy(() -> child.awaitReady(Duration.ofSeconds(10), () -> false))
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("the port is taken");
    }

    @Test
    void leavesNobodyBehindWhenItsJvmIsKilled() throws IOException {
        leavesNobodyBehind(Process::destroyForcibly);
    }

    @Test
    void leavesNobodyBehindWhenItsJvmIsAskedToEnd() throws IOException {
        leavesNobodyBehind(Process::destroy);
    }

    private void leavesNobodyBehind(Consumer<Process> endOfJvm) throws IOException {
        Process jvm = jvmWithAChild();
        try {
            long child = firstNumberFrom(jvm);
            await().until(() -> !sessionOf(child).isEmpty());

            endOfJvm.accept(jvm);

            await().untilAsserted(() -> assertThat(sessionOf(child)).isEmpty());
        } finally {
            jvm.destroyForcibly();
        }
    }

    /** Starts a child, says its process id, and never ends by itself. */
    static final class Parent {
        public static void main(String... arguments) throws InterruptedException {
            ChildProcess child =
                    ChildProcess.start("child", Path.of(arguments[0]), Map.of(), List.of("sh", "-c", "sleep 600; :"));
            System.out.println(child.pid());
            Thread.currentThread().join();
        }
    }

    private Process jvmWithAChild() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.resolve("log").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long firstNumberFrom(Process jvm) throws IOException {
        try (BufferedReader lines = jvm.inputReader()) {
            return Long.parseLong(lines.readLine());
        }
    }

    /** Those still running in the session that the child leads; the dead whom nobody has collected yet do not count. */
    private static List<String> sessionOf(long leader) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .map(ChildProcessIT::statusOf)
                    .filter(status -> status.matches("\\S \\d+ \\d+ " + leader + " .*") && !status.startsWith("Z"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String statusOf(Path process) {
        try {
            String line = Files.readString(process.resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 2).strip();
        } catch (IOException endedMeanwhile) {
            return "";
        }
    }
}
