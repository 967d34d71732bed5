package io.glooshot.playground.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoIT {
    private static final Duration LIMIT = Duration.ofSeconds(300);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(DemoMesh.class)
    void playsTheTutorialAndLeavesNothing(DemoMesh mesh) throws Exception {
        try (DemoProcess demo = DemoProcess.start(Path.of("").toAbsolutePath(), output(), Map.of(), "-Dmesh=" + mesh)) {
            assertThat(demo.awaitExit(LIMIT)).as(demo.output()).isZero();

            assertThat(demo.output())
                    .containsPattern("abort-ratings +Failed \\(ConditionMet\\) +Failed \\(ConditionMet\\)")
                    .containsPattern("abort-ratings-resilient +Succeeded \\(DeadlineReached\\) +Succeeded")
                    .containsPattern("delay-ratings +Failed \\(ConditionMet\\) +Failed \\(ConditionMet\\)")
                    .containsPattern(
                            "condition  reviews-answers\n +value +0\\.\\d+ < 0\\.9\n +read at +\\d\\d:\\d\\d:\\d\\d")
                    .containsPattern("value +503 >= 500")
                    .contains("All 3 experiments ended as expected")
                    .doesNotContain("\r", "\033");
            assertThat(demo.all().running()).isEmpty();
        }
    }

    @Test
    void saysWhatWasNotAsExpectedAndWhereToLook() throws Exception {
        ProjectCopy project = shortProject();

        try (DemoProcess demo = DemoProcess.start(project.root(), output(), Map.of())) {
            assertThat(demo.awaitExit(LIMIT)).as(demo.output()).isEqualTo(1);

            assertThat(demo.output())
                    .contains("- abort-ratings ended as Succeeded (DeadlineReached) instead of Failed (ConditionMet)")
                    .contains("- delay-ratings ended as Succeeded (DeadlineReached) instead of Failed (ConditionMet)")
                    .doesNotContain("- abort-ratings-resilient");
            Path logs = project.root().resolve("target").resolve("playground-logs");
            assertThat(demo.output()).contains(logs.toString());
            assertThat(logs.resolve("controller-0.log")).isNotEmptyFile();
            assertThat(logs.resolve("objects.yaml")).content().contains("kind: Report");
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        try (DemoProcess demo =
                DemoProcess.start(Path.of("").toAbsolutePath(), output(), Map.of("GLOOSHOT_ENVOY", "/no/such/envoy"))) {
            assertThat(demo.awaitExit(LIMIT)).isEqualTo(1);

            assertThat(demo.output())
                    .contains("GLOOSHOT_ENVOY=/no/such/envoy is not a envoy that runs on this machine");
        }
    }

    @Test
    void saysWhichMeshesThereAre() throws Exception {
        try (DemoProcess demo = DemoProcess.start(Path.of("").toAbsolutePath(), output(), Map.of(), "-Dmesh=linkerd")) {
            assertThat(demo.awaitExit(LIMIT)).isEqualTo(1);

            assertThat(demo.output()).contains("-Dmesh=linkerd is no mesh", "envoy and istio");
        }
    }

    /** Its first experiment cannot notice anything, and its last ends before the check says no. */
    private ProjectCopy shortProject() throws IOException {
        return ProjectCopy.in(directory)
                .replace("abort-ratings", "thresholdValue: .*", "thresholdValue: 0")
                .replace("abort-ratings", "duration: 30s", "duration: 4s")
                .replace("abort-ratings-resilient", "duration: 20s", "duration: 4s")
                .replace("delay-ratings", "duration: 1m", "duration: 4s");
    }

    private Path output() {
        return directory.resolve("output");
    }
}
