package io.glooshot.playground.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the demo reads of the project, for a test that wants it otherwise. */
record ProjectCopy(Path root) {

    static ProjectCopy in(Path root) throws IOException {
        copy(Path.of("crd"), root);
        copy(Path.of("kubernetes", "examples"), root);
        return new ProjectCopy(root);
    }

    private static void copy(Path directory, Path root) throws IOException {
        Path target = Files.createDirectories(root.resolve(directory));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    ProjectCopy replace(String experiment, String pattern, String replacement) throws IOException {
        Path file = root.resolve("kubernetes").resolve("examples").resolve(experiment + ".yaml");
        String before = Files.readString(file);
        String after = before.replaceAll(pattern, replacement);
        if (after.equals(before)) {
            throw new AssertionError("no " + pattern + " in " + file);
        }
        Files.writeString(file, after);
        return this;
    }
}
