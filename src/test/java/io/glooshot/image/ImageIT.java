package io.glooshot.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glooshot.install.Release;
import io.glooshot.playground.Command;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's tar, opened; and run from where it was unpacked, since no container engine is asked for. */
class ImageIT {

    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static Path tar;
    private static JsonNode manifest;
    private static JsonNode config;
    private static Path unpacked;

    @BeforeAll
    static void buildAndUnpack() throws IOException {
        Progress progress = Progress.toStandardOut();
        tar = ImageBuild.build(
                progress, directory.resolve("stage"), directory.resolve("a.tar"), Image.SCRATCH, "glooshot", CREATED);
        Path files = unpack(tar, directory.resolve("files"));
        manifest = JSON.readTree(files.resolve("manifest.json").toFile()).get(0);
        config = JSON.readTree(files.resolve(manifest.get("Config").asText()).toFile());
        unpacked = directory.resolve("unpacked");
        for (JsonNode layer : manifest.get("Layers")) {
            unpackLayer(files.resolve(layer.asText()));
        }
    }

    @Test
    void saysWhatItIs() {
        assertThat(manifest.get("RepoTags"))
                .extracting(JsonNode::asText)
                .containsExactly("glooshot:" + Release.packed().version().toLowerCase());
        assertThat(config.get("os").asText()).isEqualTo("linux");
        assertThat(config.get("created").asText()).isEqualTo(CREATED.toString());
        JsonNode container = config.get("config");
        assertThat(container.get("User").asText()).isEqualTo("10001:10001");
        assertThat(container.get("WorkingDir").asText()).isEqualTo("/opt/glooshot");
        assertThat(texts(container.get("Entrypoint"))).isEqualTo(Image.entrypoint());
        assertThat(container.path("Cmd").isMissingNode() || container.get("Cmd").isNull())
                .isTrue();
        assertThat(texts(container.get("Env"))).contains("MALLOC_ARENA_MAX=2");
        assertThat(container
                        .get("Labels")
                        .get("org.opencontainers.image.version")
                        .asText())
                .isEqualTo(Release.packed().version());
        assertThat(container
                        .get("Labels")
                        .get("org.opencontainers.image.licenses")
                        .asText())
                .isEqualTo("Apache-2.0");
    }

    @Test
    void hasWhatChangesOftenInSmallLayersAtTheEnd() throws IOException {
        List<String> layers = new ArrayList<>();
        for (Set<String> entries : layers(tar).values()) {
            layers.add(entries.stream()
                    .filter(entry -> entry.startsWith("opt/glooshot/") && entry.length() > "opt/glooshot/".length())
                    .map(entry -> entry.split("/")[2])
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(",")));
        }
        assertThat(layers).containsExactly("runtime", "lib", "app", "class-data.jsa,java.options,sbom.cdx.json");
    }

    @Test
    void belongsToNobodyWhoCouldChangeItAndRunsAsNobody() throws IOException {
        try (Stream<Path> all = Files.walk(unpacked.resolve("opt"))) {
            assertThat(all.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(file -> {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertThat(mode).as(file.toString()).isIn("rw-r--r--", "rwxr-xr-x");
            });
        }
    }

    @Test
    void isTheSameForTheSameSourcesButForTheClassData() throws IOException {
        Path again = directory.resolve("b.tar");
        Installed installed = Installed.at(directory.resolve("stage-again"));
        Files.writeString(installed.directory().resolve(Installed.CLASS_DATA), "other");
        installed.settle();
        new Image(installed, Release.packed().version(), CREATED).write(Image.SCRATCH, "glooshot", again);

        List<String> first = new ArrayList<>(layers(tar).keySet());
        List<String> second = new ArrayList<>(layers(again).keySet());

        assertThat(second).hasSize(4);
        // The first is the JDK's, whose own class data are not the same twice.
        assertThat(second.subList(1, 3)).isEqualTo(first.subList(1, 3));
        assertThat(second.get(3)).isNotEqualTo(first.get(3));
    }

    @Test
    void listsEachOfItsLibraries() throws IOException {
        Path home = unpacked.resolve("opt/glooshot");
        JsonNode list = JSON.readTree(home.resolve("sbom.cdx.json").toFile());
        Set<String> listed = new TreeSet<>();
        for (JsonNode each : list.get("components")) {
            listed.add("%s.%s-%s.jar"
                    .formatted(
                            each.get("group").asText(),
                            each.get("name").asText(),
                            each.get("version").asText()));
            assertThat(each.get("purl").asText()).startsWith("pkg:maven/");
            assertThat(each.get("hashes")).isNotEmpty();
        }
        assertThat(list.get("bomFormat").asText()).isEqualTo("CycloneDX");
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            Set<String> present =
                    jars.map(jar -> jar.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
            assertThat(present).hasSizeGreaterThan(100);
            assertThat(listed).containsAll(present);
        }
    }

    @Test
    void trustsTheUsualAuthorities() {
        assertThat(unpacked.resolve("opt/glooshot/runtime/lib/security/cacerts"))
                .isNotEmptyFile();
    }

    @Test
    void answersACommandWithClassesFromItsData() throws IOException {
        Path classes = directory.resolve("classes-of-a-command");
        Command.Result result = Command.of(launcher("classes-of-a-command"), "version", "--client")
                .run(LIMIT);

        assertThat(result.stdout()).contains(Release.packed().version());
        assertThat(fromClassData(classes)).isGreaterThan(0.7);
    }

    @Test
    void controlsWithClassesFromItsData() throws IOException {
        Path classes = directory.resolve("classes-of-a-controller");
        try (World world = World.builder(Progress.toStandardOut()).start()) {
            world.controller().by(launcher("classes-of-a-controller")).start();
            assertThat(world.controller().alive()).isTrue();
        }
        assertThat(fromClassData(classes)).isGreaterThan(0.7);
    }

    private static Path launcher(String log) throws IOException {
        Path home = unpacked.resolve("opt/glooshot");
        // As the image's entrypoint, which has the archive beside the main class.
        List<String> entrypoint = Image.entrypoint();
        assertThat(home.resolve(Path.of("/opt/glooshot").relativize(Path.of(entrypoint.get(0)))))
                .isExecutable();
        Path script = directory.resolve("glooshot-" + log);
        Files.writeString(script, """
                #!/bin/sh
                cd '%s' && exec runtime/bin/java -Xlog:class+load:file=%s %s "$@"
                """.formatted(
                        home, directory.resolve(log), String.join(" ", entrypoint.subList(1, entrypoint.size()))));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private static double fromClassData(Path classes) throws IOException {
        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded).hasSizeGreaterThan(500);
        return loaded.stream()
                        .filter(line -> line.contains("shared objects file"))
                        .count()
                / (double) loaded.size();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Path unpack(Path tar, Path target) throws IOException {
        try (TarArchiveInputStream in = new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar)))) {
            extract(in, target);
        }
        return target;
    }

    private static void unpackLayer(Path layer) throws IOException {
        try (TarArchiveInputStream in = open(Files.newInputStream(layer))) {
            extract(in, unpacked);
        }
    }

    /** In the order in which they lie on top of each other, by their digests. */
    private static Map<String, Set<String>> layers(Path tar) throws IOException {
        Path files = unpack(tar, Files.createTempDirectory(directory, "layers"));
        JsonNode content =
                JSON.readTree(files.resolve("manifest.json").toFile()).get(0);
        JsonNode digests = JSON.readTree(
                        files.resolve(content.get("Config").asText()).toFile())
                .at("/rootfs/diff_ids");
        Map<String, Set<String>> layers = new LinkedHashMap<>();
        for (int i = 0; i < content.get("Layers").size(); i++) {
            Set<String> entries = new TreeSet<>();
            try (TarArchiveInputStream in = open(Files.newInputStream(
                    files.resolve(content.get("Layers").get(i).asText())))) {
                for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    entries.add(entry.getName());
                    assertThat(entry.getLongUserId()).isZero();
                }
            }
            layers.put(digests.get(i).asText(), entries);
        }
        return layers;
    }

    private static TarArchiveInputStream open(InputStream compressed) throws IOException {
        return new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(compressed)));
    }

    private static void extract(TarArchiveInputStream in, Path target) throws IOException {
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            Path file = target.resolve(entry.getName()).normalize();
            assertThat(file).startsWithRaw(target);
            if (entry.isDirectory()) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.getParent());
                Files.copy(in, file);
                Files.setLastModifiedTime(file, entry.getLastModifiedTime());
                Files.setPosixFilePermissions(
                        file,
                        PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
            }
        }
    }
}
