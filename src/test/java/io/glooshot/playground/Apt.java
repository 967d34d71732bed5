package io.glooshot.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Debian packages, downloaded and unpacked into a directory, never installed: without root and without a service. */
final class Apt {
    /** By default apt waits two minutes for a server that does not answer. */
    private static final List<String> FAIL_FAST =
            List.of("-o", "Acquire::http::Timeout=15", "-o", "Acquire::https::Timeout=15", "-o", "Acquire::Retries=1");

    private final Path stage;
    private List<String> lists = List.of();

    /** @param stage where packages are left, and may be anything meanwhile */
    Apt(Path stage) {
        this.stage = stage;
    }

    /** Leaves the packages' files in {@code unpacked}. */
    void unpack(List<String> packages, Path unpacked) throws IOException {
        List<String> words = new ArrayList<>(List.of("download"));
        words.addAll(packages);
        need(words.toArray(String[]::new));
        for (Path archive : archives()) {
            Command.Result dpkg = Command.of("dpkg", "-x", archive.toString(), unpacked.toString())
                    .run(Duration.ofMinutes(2));
            if (!dpkg.ok()) {
                throw new IOException("dpkg: " + dpkg.text());
            }
            Files.delete(archive);
        }
    }

    /** The packages, and what they depend on as far as this machine does not have it. */
    List<String> closure(List<String> packages) throws IOException {
        List<String> words = new ArrayList<>(List.of("--print-uris", "--yes", "--no-install-recommends", "install"));
        words.addAll(packages);
        // A line is: 'address' name_version_architecture.deb size checksum
        return need(words.toArray(String[]::new))
                .lines()
                .filter(line -> line.startsWith("'"))
                .map(line -> line.split(" ")[1].split("_")[0])
                .toList();
    }

    /** A slim image comes without package lists, and only root may fetch them to their usual place. */
    private String need(String... arguments) throws IOException {
        Command.Result result = run(arguments);
        if (!result.ok() && lists.isEmpty()) {
            lists = ownLists();
            Command.Result update = run("update");
            result = update.ok() ? run(arguments) : update;
        }
        if (!result.ok()) {
            throw new IOException(result.text());
        }
        return result.stdout();
    }

    private List<String> ownLists() throws IOException {
        Path apt = stage.resolve("apt");
        Files.createDirectories(apt.resolve("state/lists/partial"));
        Files.createDirectories(apt.resolve("cache/archives/partial"));
        return List.of(
                "-o", "Dir::State=" + apt.resolve("state"),
                "-o", "Dir::State::status=/var/lib/dpkg/status",
                "-o", "Dir::Cache=" + apt.resolve("cache"));
    }

    private Command.Result run(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("apt-get", "-qq"));
        words.addAll(FAIL_FAST);
        words.addAll(lists);
        words.addAll(List.of(arguments));
        return Command.of(words.toArray(String[]::new)).in(stage).run(Duration.ofMinutes(10));
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(stage)) {
            List<Path> archives =
                    files.filter(file -> file.toString().endsWith(".deb")).toList();
            if (archives.isEmpty()) {
                throw new IOException("apt-get left no package");
            }
            return archives;
        }
    }
}
