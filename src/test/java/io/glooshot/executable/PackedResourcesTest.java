package io.glooshot.executable;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.executable.MainClasses.Call;
import io.glooshot.install.Release;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A native executable has those resources alone that it was told to bring. */
class PackedResourcesTest {

    /** By each class that opens resources: the folders and files that it opens them in. */
    private static final List<String> OPENED =
            List.of("io/glooshot/report/rendering", "glooshot/manifests", "glooshot/crd", "glooshot-build.properties");

    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void areOpenedByThreeClasses() {
        assertThat(MainClasses.callersOf(PackedResourcesTest::opens))
                .as("a class that opens resources has them in quarkus.native.resources.includes, and in this test")
                .containsExactly(
                        "io.glooshot.cli.Version",
                        "io.glooshot.install.Release",
                        "io.glooshot.report.rendering.HtmlReport");
    }

    @Test
    void areBrought() throws IOException {
        List<PathMatcher> patterns = patterns();

        for (String opened : OPENED) {
            List<Path> files = filesIn(CLASSES.resolve(opened));
            assertThat(files).as(opened).isNotEmpty();
            assertThat(files)
                    .as("quarkus.native.resources.includes has %s", opened)
                    .allMatch(file -> patterns.stream().anyMatch(pattern -> pattern.matches(CLASSES.relativize(file))));
        }
    }

    /** A pattern for what is no longer there would go unnoticed. */
    @Test
    void areThere() throws IOException {
        for (PathMatcher pattern : patterns()) {
            assertThat(filesIn(CLASSES)).anyMatch(file -> pattern.matches(CLASSES.relativize(file)));
        }
        assertThat(Release.packed().objects()).isNotEmpty();
    }

    private static boolean opens(Call call) {
        Set<String> names = Set.of("getResource", "getResourceAsStream", "getResources", "getSystemResourceAsStream");
        return call.isOf(Class.class, names) || call.isOf(ClassLoader.class, names);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".class"))
                    .toList();
        }
    }

    private static List<PathMatcher> patterns() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            properties.load(in);
        }
        List<PathMatcher> patterns = new ArrayList<>();
        Arrays.stream(properties
                        .getProperty("quarkus.native.resources.includes")
                        .split(","))
                .forEach(glob -> patterns.add(FileSystems.getDefault().getPathMatcher("glob:" + glob)));
        return patterns;
    }
}
