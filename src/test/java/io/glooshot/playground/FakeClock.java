package io.glooshot.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * The wall clock of one process, which can be set while that runs. Its monotonic clock is left alone, as the kernel leaves
 * it when somebody sets the time of a machine.
 */
public final class FakeClock {

    private final Path library;
    private final Path file;

    /** @param file that the process reads its time from */
    public FakeClock(Parts parts, Path file) {
        this.library = parts.get(Part.FAKETIME);
        this.file = file;
        offset(Duration.ZERO);
    }

    /** With which a process has to be started. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                // In seconds: between two looks at the file. Without, each look at the clock is one at the file.
                "FAKETIME_CACHE_DURATION", "1",
                // Both names are in use. A JVM whose monotonic clock is moved hangs.
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // A workaround for old C libraries, which has each timed wait of a JVM end at once, again and again.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "DONT_FAKE_MONOTONIC", "1");
    }

    /** Sets it, within a second, to be off from everybody else's by so much. */
    public void offset(Duration offset) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, "%+d\n".formatted(offset.toSeconds()));
            // Never half of it.
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
