package io.glooshot.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Trees of files that come and go with a run. */
final class Directories {
    private Directories() {}

    /** Readable by this user only: it may hold keys. */
    static Path temporary(String name) {
        try {
            return Files.createTempDirectory("glooshot-" + name + "-").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(directory)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    /** For the way out: a process that has just been killed may still be taking its own files away. */
    static void deleteQuietly(Path directory) {
        try {
            delete(directory);
        } catch (NoSuchFileException alreadyGone) {
            deleteQuietly(directory);
        } catch (IOException e) {
            System.err.println("left behind: " + directory + " (" + e.getMessage() + ")");
        }
    }
}
