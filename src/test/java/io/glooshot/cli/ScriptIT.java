package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.playground.Command;
import io.glooshot.playground.ControllerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command: wherever it is, and whatever the machine has or lacks. */
class ScriptIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void worksThroughLinksAndFromPathsWithBlanks() throws IOException {
        Path odd = Files.createDirectories(directory.resolve("a b/c'd \"e\" $f*"));
        Files.copy(ControllerProcess.script(), odd.resolve("glooshot"));
        assertThat(odd.resolve("glooshot").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(
                odd.resolve("quarkus-app"), ControllerProcess.script().resolveSibling("quarkus-app"));
        Path link = Files.createSymbolicLink(
                directory.resolve("absolute"), odd.resolve("glooshot").toAbsolutePath());
        Path links = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(links.resolve("glooshot"), Path.of("../absolute"));

        for (Script script : List.of(
                Script.at(odd.resolve("glooshot")),
                Script.at(link),
                Script.at(links.resolve("glooshot")).in(directory),
                Script.at(Path.of("./glooshot")).in(links),
                Script.at(Path.of("glooshot")).in(directory).with("PATH", links + ":" + System.getenv("PATH")))) {
            assertThat(script.run("--version").stdout()).startsWith("glooshot ");
        }
    }

    @Test
    void takesJavaFromPathWhereJavaHomeIsNotSet() throws IOException {
        String java = System.getProperty("java.home") + "/bin";

        assertThat(Script.packaged()
                        .without("JAVA_HOME")
                        .with("PATH", java + ":/usr/bin:/bin")
                        .run("--version")
                        .ok())
                .isTrue();
    }

    @Test
    void saysWhichJavaIsMissing() throws IOException {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("sh", "readlink")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/bin").resolve(tool));
        }

        assertFails(
                Script.packaged()
                        .without("JAVA_HOME")
                        .with("PATH", tools.toString())
                        .run("--version"),
                "JAVA_HOME is not set, and PATH has no java");
        assertFails(
                Script.packaged().with("JAVA_HOME", directory.toString()).run("--version"),
                "JAVA_HOME is '%s', which has no bin/java".formatted(directory));
    }

    @Test
    void refusesAJavaThatIsTooOld() throws IOException {
        fakeJava("exit 9");
        Files.writeString(directory.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");

        assertFails(
                Script.packaged().with("JAVA_HOME", directory.toString()).run("--version"), "is of version \"11.0.2\"");
    }

    @Test
    void takesAJavaThatIsNewEnough() throws IOException {
        fakeJava("echo started");
        for (String version : List.of("17", "17.0.2", "21-ea", "25.0.1")) {
            Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));

            assertThat(Script.packaged()
                            .with("JAVA_HOME", directory.toString())
                            .run("--version")
                            .stdout())
                    .isEqualTo("started\n");
        }
    }

    @Test
    void saysWhenItsJarsAreMissing() throws IOException {
        Path alone = Files.copy(ControllerProcess.script(), directory.resolve("glooshot"));
        assertThat(alone.toFile().setExecutable(true)).isTrue();

        assertFails(Script.at(alone).run("--version"), "there is no " + directory.toRealPath());
    }

    /** Whatever is on the command line is the command's, to the last blank. */
    @Test
    void passesWordsOnAsTheyAre() throws IOException {
        assertThat(Script.packaged().run("get", "a b", "$(touch x)*").stderr()).contains("'a b'");
        assertThat(Script.packaged().run("-v", "--", "it's").stderr()).contains("it's");
    }

    /** The script makes Java silent; this one takes that away again, and has it tell where its classes come from. */
    @Test
    void archivesClassesOnceAndStartsFromThem() throws IOException {
        Path log = directory.resolve("classes.log");
        fakeJava("""
                for word in "$@"; do
                    shift
                    case $word in -Xlog:*) ;; *) set -- "$@" "$word" ;; esac
                done
                exec '%s/bin/java' -Xlog:disable -Xlog:class+load:file='%s' "$@"
                """.formatted(System.getProperty("java.home"), log));
        Path cache = directory.resolve("cache");
        Script script = caching(cache).with("JAVA_HOME", directory.toString());
        assertThat(script.run("--version").ok()).isTrue();
        await().atMost(PATIENCE)
                .until(() -> files(cache, ".jsa").size() == 1
                        && files(cache, ".lock").isEmpty());
        Path archive = files(cache, ".jsa").get(0);
        assertThat(files(cache, "")).containsExactly(archive);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive.getParent())))
                .isEqualTo("rwx------");

        assertThat(script.run("--version").ok()).isTrue();
        assertThat(Files.readString(log)).contains("io.glooshot.cli.Glooshot source: shared objects file (top)");

        assertThat(archive.toFile().setWritable(true)).isTrue();
        Files.writeString(archive, "no archive");
        Command.Result result = script.run("--version");
        assertThat(result.stdout()).matches("glooshot \\S+\n");
        assertThat(result.stderr()).isEmpty();
        assertThat(Files.readString(log)).doesNotContain("(top)");
    }

    /** Neither does whoever reads what the command says to its end, such as {@code $(glooshot …)}. */
    @Test
    void doesNotWaitForTheArchive() throws IOException {
        Path go = directory.resolve("go");
        fakeJava("""
                case "$*" in *Rehearsal*) while [ ! -e '%s' ]; do sleep 0.1; done; exit 1 ;; esac
                echo started
                """.formatted(go));
        Path cache = directory.resolve("cache");

        Command.Result result =
                caching(cache).with("JAVA_HOME", directory.toString()).run("--version");

        assertThat(result).isEqualTo(new Command.Result(0, "started\n", ""));
        assertThat(files(cache, ".lock")).hasSize(1);
        Files.createFile(go);
        await().atMost(PATIENCE)
                .until(() -> files(cache, "").isEmpty() && files(cache, ".lock").isEmpty());
    }

    @Test
    void startsWithoutAnArchiveWhereNoneCanBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        for (Script script : List.of(
                caching(file), caching(Path.of("/proc/nowhere")), caching(file).without("HOME"))) {
            Command.Result result = script.run("--version");
            assertThat(result.ok()).isTrue();
            assertThat(result.stderr()).isEmpty();
        }
    }

    @Test
    void writesNothingWhenToldSo() throws IOException {
        Path cache = directory.resolve("cache");

        caching(cache).with("GLOOSHOT_CLASS_DATA", "off").run("--version");

        assertThat(cache).doesNotExist();
    }

    private static Script caching(Path cache) {
        return Script.packaged().without("GLOOSHOT_CLASS_DATA").with("XDG_CACHE_HOME", cache.toString());
    }

    private Path fakeJava(String script) throws IOException {
        Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return java;
    }

    private static void assertFails(Command.Result result, String why) {
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr().lines().toList()).hasSize(3);
        assertThat(result.stderr()).startsWith("Error: ").contains("\nWhy:   ", why, "\nDo:    ");
    }

    private static List<Path> files(Path root, String end) {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(end))
                    .filter(file -> !end.isEmpty() || Files.isRegularFile(file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
