package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever ends the JVM of a world, and however, finds nothing left of it. */
class WorldEndIT {
    private record Started(Path directory, List<Long> children) {}

    /** Starts a world with its own application, and says where it is and who belongs to it. */
    static final class Keeper {
        public static void main(String... arguments) throws InterruptedException {
            World world = World.builder(new Progress(System.err, false)).start();
            world.bookinfo(world.newNamespace("bookinfo"));
            System.out.println(world.directory(""));
            ProcessHandle.current().children().map(ProcessHandle::pid).forEach(System.out::println);
            System.out.println();
            Thread.currentThread().join();
        }
    }

    @Test
    void leavesNothingWhenItIsInterrupted() throws IOException {
        Started world = endedBy(Process::destroy);

        assertThat(world.directory()).doesNotExist();
    }

    @Test
    void leavesNobodyWhenItIsKilled() throws IOException {
        Started world = endedBy(Process::destroyForcibly);

        // Nobody was left to take the files away.
        Directories.deleteQuietly(world.directory());
    }

    private static Started endedBy(Consumer<Process> end) throws IOException {
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Keeper.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Started world = startedBy(jvm);
            assertThat(world.children()).hasSizeGreaterThanOrEqualTo(6);

            end.accept(jvm);

            await().atMost(Duration.ofSeconds(30)).until(() -> !jvm.isAlive());
            await().untilAsserted(() -> assertThat(world.children())
                    .allSatisfy(child -> assertThat(Sessions.running(child)).isEmpty()));
            return world;
        } finally {
            jvm.destroyForcibly();
        }
    }

    private static Started startedBy(Process jvm) throws IOException {
        BufferedReader lines = jvm.inputReader();
        Path directory = Path.of(lines.readLine());
        assertThat(Files.isDirectory(directory)).isTrue();
        List<Long> children = Stream.generate(() -> nextLine(lines))
                .takeWhile(line -> !line.isEmpty())
                .map(Long::parseLong)
                .toList();
        return new Started(directory, children);
    }

    private static String nextLine(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
