package io.glooshot.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program or library out of a Debian package: downloaded and unpacked, never installed, so without root and without a service. */
record DebianPackage(Part part, String packageName, String member) implements PartSource {
    /** By default apt waits two minutes for a server that does not answer. */
    private static final List<String> FAIL_FAST =
            List.of("-o", "Acquire::http::Timeout=15", "-o", "Acquire::https::Timeout=15", "-o", "Acquire::Retries=1");

    @Override
    public String key() {
        return packageName + "-debian";
    }

    @Override
    public String description() {
        return "apt-get download " + packageName;
    }

    @Override
    public void install(Path stage, Progress progress) throws IOException {
        try (Progress.Bar bar = progress.bar(packageName + " by apt-get", "", 0)) {
            Command.Result download = apt(stage, List.of(), "download", packageName);
            if (!download.ok()) {
                download = downloadWithOwnLists(stage);
            }
            if (!download.ok()) {
                throw new IOException(download.text());
            }
        }
        Path unpacked = stage.resolve("unpacked");
        Command.Result dpkg = Command.of("dpkg", "-x", packageIn(stage).toString(), unpacked.toString())
                .run(Duration.ofMinutes(2));
        if (!dpkg.ok()) {
            throw new IOException("dpkg: " + dpkg.text());
        }
        Path program = Files.move(unpacked.resolve(member), stage.resolve(part.command()));
        // As all parts are, so that one that is whole is known by it; a library comes without.
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
        Directories.delete(unpacked);
        Files.delete(packageIn(stage));
    }

    /** A slim image comes without package lists, and only root may fetch them to their usual place. */
    private Command.Result downloadWithOwnLists(Path stage) throws IOException {
        Path apt = stage.resolve("apt");
        Files.createDirectories(apt.resolve("state/lists/partial"));
        Files.createDirectories(apt.resolve("cache/archives/partial"));
        List<String> own = List.of(
                "-o", "Dir::State=" + apt.resolve("state"),
                "-o", "Dir::State::status=/var/lib/dpkg/status",
                "-o", "Dir::Cache=" + apt.resolve("cache"));
        Command.Result update = apt(stage, own, "update");
        Command.Result download = update.ok() ? apt(stage, own, "download", packageName) : update;
        Directories.delete(apt);
        return download;
    }

    private Command.Result apt(Path stage, List<String> options, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("apt-get", "-qq"));
        words.addAll(FAIL_FAST);
        words.addAll(options);
        words.addAll(List.of(arguments));
        return Command.of(words.toArray(String[]::new)).in(stage).run(Duration.ofMinutes(10));
    }

    private static Path packageIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("apt-get left no package"));
        }
    }
}
