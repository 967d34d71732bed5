package io.glooshot.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Gets Debian packages and unpacks them, without installing them: so without root and without a service. */
final class AptDownload {
    /** By default apt waits two minutes for a server that does not answer. */
    private static final List<String> FAIL_FAST =
            List.of("-o", "Acquire::http::Timeout=15", "-o", "Acquire::https::Timeout=15", "-o", "Acquire::Retries=1");

    private AptDownload() {}

    /** Leaves what is in them under {@code target}, and nothing else in the stage. */
    static void unpack(Path stage, Path target, List<String> packages) throws IOException {
        List<String> words = new ArrayList<>(List.of("download"));
        words.addAll(packages);
        String[] download = words.toArray(String[]::new);
        Command.Result downloaded = apt(stage, List.of(), download);
        if (!downloaded.ok()) {
            downloaded = downloadWithOwnLists(stage, download);
        }
        if (!downloaded.ok()) {
            throw new IOException(downloaded.text());
        }
        for (Path file : packagesIn(stage)) {
            Command.Result dpkg =
                    Command.of("dpkg", "-x", file.toString(), target.toString()).run(Duration.ofMinutes(2));
            if (!dpkg.ok()) {
                throw new IOException("dpkg: " + dpkg.text());
            }
            Files.delete(file);
        }
    }

    /** A slim image comes without package lists, and only root may fetch them to their usual place. */
    private static Command.Result downloadWithOwnLists(Path stage, String... download) throws IOException {
        Path apt = stage.resolve("apt");
        Files.createDirectories(apt.resolve("state/lists/partial"));
        Files.createDirectories(apt.resolve("cache/archives/partial"));
        List<String> own = List.of(
                "-o", "Dir::State=" + apt.resolve("state"),
                "-o", "Dir::State::status=/var/lib/dpkg/status",
                "-o", "Dir::Cache=" + apt.resolve("cache"));
        Command.Result update = apt(stage, own, "update");
        Command.Result downloaded = update.ok() ? apt(stage, own, download) : update;
        Directories.delete(apt);
        return downloaded;
    }

    private static Command.Result apt(Path stage, List<String> options, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("apt-get", "-qq"));
        words.addAll(FAIL_FAST);
        words.addAll(options);
        words.addAll(List.of(arguments));
        return Command.of(words.toArray(String[]::new)).in(stage).run(Duration.ofMinutes(10));
    }

    private static List<Path> packagesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".deb")).toList();
            if (found.isEmpty()) {
                throw new IOException("apt-get left no package");
            }
            return found;
        }
    }
}
