package io.glooshot.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Who is running, for tests that show that nobody is left behind. */
final class Sessions {
    private Sessions() {}

    /** Those still running in the session that a child leads; the dead whom nobody has collected yet do not count. */
    static List<String> running(long leader) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .map(Sessions::statusOf)
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
