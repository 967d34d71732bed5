package io.glooshot.image;

import io.glooshot.playground.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The application with a Java runtime of its own, as it lies in the image. All that one file says of another is relative,
 * so that it works wherever it lies, as long as it is started from there.
 */
final class Installed {

    /** Where it lies in the image. */
    static final String HOME = "/opt/glooshot";
    /** Of every file: the JVM takes class data for stale when a jar has another time than at the training. */
    static final Instant MODIFIED = Instant.ofEpochSecond(1);

    static final String RUNTIME = "runtime";
    static final String LIBRARIES = "lib";
    static final String APPLICATION = "app";
    static final String CLASS_DATA = "class-data.jsa";
    static final String OPTIONS = "java.options";
    /** What is in it, as CycloneDX has it. */
    static final String COMPONENTS = "sbom.cdx.json";

    static final String MAIN = "io.glooshot.cli.Glooshot";

    /**
     * All of Java SE, for a library may need what no static look at it shows, and what is left is worth 20 MiB; and of the
     * JDK's own modules those that are found by name: elliptic curves for TLS, Unsafe for Netty, and tools to look inside.
     */
    private static final String MODULES =
            "java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.management,jdk.httpserver,jdk.jcmd";

    /**
     * docs/footprint.md has what they are worth. C1 alone: what the controller does is to wait, and C2 would take more memory
     * than it saves time. Class data at the place that they were laid out for: at any other, most of their pages would have to
     * be changed, and so be the process's own. A heap that gives back what a crowd of experiments has needed.
     */
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30");

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path directory;

    private Installed(Path directory) {
        this.directory = directory;
    }

    /** Puts it together from the build's result and the JDK that this runs on. */
    static Installed at(Path root) throws IOException {
        Path directory = root.resolve(HOME.substring(1)).toAbsolutePath();
        delete(root);
        Files.createDirectories(directory);
        Installed installed = new Installed(directory);
        installed.linkRuntime();
        Path packaged =
                Path.of(System.getProperty("glooshot.jar")).toAbsolutePath().getParent();
        installed.copyJars(LIBRARIES, packaged.resolve("lib/boot"), packaged.resolve("lib/main"));
        installed.copyJars(APPLICATION, packaged.resolve("quarkus"), packaged.resolve("app"));
        Files.copy(packaged.resolveSibling(COMPONENTS), directory.resolve(COMPONENTS));
        Files.writeString(directory.resolve(OPTIONS), installed.options());
        installed.settle();
        return installed;
    }

    Path directory() {
        return directory;
    }

    Path java() {
        return directory.resolve(RUNTIME).resolve("bin/java");
    }

    /**
     * A script that starts it where it lies now, as the image's entrypoint does there.
     *
     * @param option of the JVM, beside those that it always has
     */
    Path launcher(String option) throws IOException {
        return launcher(directory, option);
    }

    static Path launcher(Path directory, String option) throws IOException {
        Path script = directory.resolveSibling("glooshot" + option.replaceAll("[^A-Za-z]+", "-"));
        Files.writeString(script, """
                #!/bin/sh
                cd '%s' && exec %s/bin/java '%s' @%s %s "$@"
                """.formatted(directory, RUNTIME, option, OPTIONS, MAIN));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    /** Gives every file the time that it has in the image. */
    void settle() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(each, FileTime.from(MODIFIED));
            }
        }
    }

    private void linkRuntime() throws IOException {
        Path tools = Path.of(System.getProperty("java.home"), "bin");
        run(
                tools.resolve("jlink"),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress=2",
                "--output",
                directory.resolve(RUNTIME).toString());
        // What the application's own class data are put on top of.
        run(java(), "-Xshare:dump");
    }

    private static void run(Path program, String... arguments) throws IOException {
        Command.Result result = Command.of(program, arguments).run(LIMIT);
        if (!result.ok()) {
            throw new IOException("%s failed: %s".formatted(program.getFileName(), result.text()));
        }
    }

    private void copyJars(String folder, Path... sources) throws IOException {
        Path target = Files.createDirectories(directory.resolve(folder));
        for (Path source : sources) {
            for (Path jar : jars(source)) {
                Files.copy(jar, target.resolve(jar.getFileName()));
            }
        }
    }

    /** One class path, for no class of another loader can be in class data. */
    private String options() throws IOException {
        List<Path> jars = new ArrayList<>(jars(directory.resolve(APPLICATION)));
        // Classes that the build has changed come before their originals.
        jars.sort(Comparator.comparing(jar -> !jar.getFileName().toString().startsWith("transformed-bytecode")));
        jars.addAll(jars(directory.resolve(LIBRARIES)));
        String path =
                jars.stream().map(jar -> directory.relativize(jar).toString()).collect(Collectors.joining(":"));
        return String.join("\n", JVM) + "\n-cp\n" + path + "\n";
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
