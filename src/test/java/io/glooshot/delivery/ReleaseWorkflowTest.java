package io.glooshot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is published that was not tried, and by nothing but the jobs that are for it. */
class ReleaseWorkflowTest {

    private static final Set<String> PUBLISHING = Set.of("push", "release");

    private final Workflow release = Workflow.named("release.yaml");

    @Test
    void startsByATagAlone() {
        assertThat(release.content().path("on").toString()).isEqualTo("{\"push\":{\"tags\":[\"v*\"]}}");
    }

    @Test
    void publishesWhatWasTriedAlone() {
        for (String job : PUBLISHING) {
            assertThat(release.before(job)).contains("version", "check", "native", "smoke", "image", "packages");
        }
    }

    @Test
    void triesTheExecutableOnTheWholeEndToEndSuite() {
        List<String> suite = release.builds().stream()
                .filter(words -> words.stream().anyMatch(word -> word.startsWith("-Dglooshot.command=")))
                .findFirst()
                .orElseThrow();

        assertThat(suite).contains("verify", "-Dit.test='io/glooshot/e2e/*IT'").doesNotContain("-DskipITs");
        assertThat(Path.of("src/test/java/io/glooshot/e2e")).isDirectoryContaining("glob:**IT.java");
    }

    @Test
    void letsNobodyElseWriteAnything() {
        release.jobs().forEach((name, job) -> {
            if (PUBLISHING.contains(name)) {
                assertThat(job.path("environment").asText()).isEqualTo("release");
            } else {
                assertThat(job.path("permissions").toString()).as(name).isEqualTo("{\"contents\":\"read\"}");
                assertThat(job.toString()).as(name).doesNotContain("secrets.", "github.token");
                assertThat(job.toString())
                        .as("%s has no cache", name)
                        .doesNotContain("\"cache\":\"maven\"", "actions/cache@");
            }
        });
        assertThat(release.jobs().get("push").path("permissions").has("contents"))
                .isFalse();
        assertThat(release.jobs().get("release").path("permissions").has("packages"))
                .isFalse();
    }

    @Test
    void signsWhatItPublishes() {
        assertThat(release.scripts().stream().filter(script -> script.contains("cosign sign")))
                .hasSize(2);
        assertThat(release.steps().stream()
                        .filter(step -> step.path("uses").asText().startsWith("actions/attest-build-provenance@")))
                .hasSize(3);
    }

    /** Where images go is for the repository to say. */
    @Test
    void namesNoRegistry() throws IOException {
        assertThat(Files.readString(release.file())).doesNotContainPattern("[a-z]+\\.(io|com|org|dev)/");
    }

    @Test
    void checksAreTheSameForAChange() {
        for (String name : List.of("ci.yaml", "release.yaml")) {
            assertThat(Workflow.named(name).scripts()).as(name).contains(".ci/run");
        }
    }

    @Test
    void dependenciesAreWatched() throws IOException {
        JsonNode updates = new YAMLMapper()
                .readTree(Files.readString(Path.of(".github/dependabot.yml")))
                .path("updates");

        assertThat(updates.findValuesAsText("package-ecosystem"))
                .containsExactlyInAnyOrder("maven", "github-actions", "gomod");
        String modules = updates.get(2).path("directories").get(0).asText();
        PathMatcher watched = FileSystems.getDefault().getPathMatcher("glob:" + modules.substring(1));
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources"))) {
            assertThat(files.filter(file -> file.endsWith("go.mod")).map(Path::getParent))
                    .isNotEmpty()
                    .allMatch(watched::matches);
        }
    }
}
