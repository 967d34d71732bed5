package io.glooshot.playground.demo;

import io.glooshot.playground.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What somebody needs who has to find out why a run was not as expected, when its world is gone. */
record Evidence(World world, String kinds) {

    /** @return where it is, in a sentence */
    String keep() {
        try {
            Path kept = Files.createDirectories(Path.of("target", "playground-logs"))
                    .toAbsolutePath();
            for (Path log : logs()) {
                Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    kept.resolve("objects.yaml"),
                    world.kube()
                            .kubectl("get", kinds, "--all-namespaces", "-o", "yaml")
                            .text());
            return "Logs and objects of this run: " + kept;
        } catch (IOException | UncheckedIOException e) {
            return "The logs of this run could not be kept: " + e;
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(world.directory(""))) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }
}
