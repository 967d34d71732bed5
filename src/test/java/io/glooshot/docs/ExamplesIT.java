package io.glooshot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server takes the examples, and refuses what the tutorial calls nonsense. Nothing of it is stored. */
@ExtendWith(SharedWorld.class)
class ExamplesIT {

    private static final String NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: bookinfo}\n";
    private static final String EXPERIMENT = """
            apiVersion: glooshot.solo.io/v1
            kind: Experiment
            metadata: {name: nonsense, namespace: bookinfo}
            spec: {%s}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes/examples", "src/test/resources/docs/report.yaml"})
    void takesTheExamples(String files, World world) {
        world.kube().apply(NAMESPACE);

        String created = world.kube()
                .mustKubectl(
                        "apply",
                        "--dry-run=server",
                        "-f",
                        Path.of(files).toAbsolutePath().toString());

        assertThat(created.lines()).isNotEmpty().allMatch(line -> line.endsWith("created (server dry run)"));
    }

    @Test
    void refusesWhatTheTutorialCallsNonsense(World world) {
        world.kube().apply(NAMESPACE);
        String fault =
                "faults: [{destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 500}, percentage: 101}}]";
        String triggers =
                "failureConditions: [{trigger: {webhookUrl: 'http://x', prometheus: {customQuery: up, thresholdValue: 1}}}]";

        assertThat(Stream.of(fault, triggers, "duration: 25h")
                        .map(spec -> world.kube()
                                .kubectl(
                                        EXPERIMENT.formatted(spec), world.kube().kubeconfig(), "create", "-f", "-")))
                .allMatch(result -> !result.ok())
                .extracting(result -> result.stderr())
                .satisfiesExactly(
                        said -> assertThat(said).contains("spec.faults[0].fault.percentage"),
                        said -> assertThat(said).contains("spec.failureConditions[0].trigger"),
                        said -> assertThat(said).contains("spec.duration"));
    }
}
