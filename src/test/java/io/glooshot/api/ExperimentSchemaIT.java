package io.glooshot.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.playground.Command;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server itself refuses: each {@code invalid-*.yaml} names in its first line the field it must be told of. */
class ExperimentSchemaIT {

    private static final Path EXPERIMENTS = Path.of("src/test/resources/experiments");
    private static final Path MESHES = Path.of("src/test/resources/meshes");
    private static final Path POLICIES = Path.of("src/test/resources/policies");

    @TempDir
    static Path directory;

    private static KubeApiServer kube;

    @BeforeAll
    static void startServer() throws IOException {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        for (Path crd : files(Path.of("crd"), "")) {
            kube.mustKubectl("apply", "--server-side", "-f", crd.toString());
        }
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kube.apply(Files.readString(EXPERIMENTS.resolve("valid-changeable.yaml")));
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    static List<Path> invalid() throws IOException {
        return all("invalid-");
    }

    static List<Path> valid() throws IOException {
        return all("valid-");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWhatIsInvalidAndNamesTheField(Path file) throws IOException {
        String field = Files.readAllLines(file).get(0).substring("# ".length());

        Command.Result result = kube.kubectl("apply", "-f", file.toString());

        assertThat(result.ok()).isFalse();
        assertThat(result.stderr()).contains(field);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void acceptsWhatIsValid(Path file) {
        kube.mustKubectl("apply", "--dry-run=server", "-f", file.toString());
    }

    /** The API server stops checking, and refuses, when its rules take too long. */
    @Test
    void acceptsAndComparesTheLargest() {
        Experiment largest = LargestExperiment.create("largest-selectors");
        var stored = kube.client().resource(largest);

        stored.create();

        stored.edit(changed -> {
            changed.getMetadata().setLabels(Map.of("touched", "true"));
            return changed;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'spec':{'duration':'2m'}}",
                "{'spec':{'maxBlind':'1m'}}",
                "{'spec':{'recoveryTimeout':'1m'}}",
                "{'spec':{'targetMesh':{'name':'other'}}}",
                "{'spec':{'targetMesh':null}}",
                "{'spec':{'faults':null}}",
                "{'spec':{'faults':[{'destinationServices':[{'name':'other'}],'fault':{'abort':{'httpStatus':500}}}]}}",
                "{'spec':{'faults':[{'destinationSelector':{'matchLabels':{'team':'books'}},'fault':{'abort':{'httpStatus':500}}}]}}",
                "{'spec':{'failureConditions':null}}",
                "{'spec':{'failureConditions':[]}}"
            })
    void refusesAnyChangeOfAnExistingExperiment(String patch) {
        Command.Result result = patch(patch);

        assertThat(result.ok()).isFalse();
        assertThat(result.stderr()).contains("cannot change; create a new Experiment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'match':{'method':'GET'}",
                "'side':'Server'",
                "'originSelector':{'matchLabels':{'team':'books'}}",
                "'destinationSelector':{'matchLabels':{'team':'books'}}",
                "'originServices':[{'name':'reviews','workloadLabels':{'version':'v1'}}]",
                "'destinationServices':[{'name':'ratings','workloadLabels':{'version':'v1'}}]"
            })
    void refusesToNarrowOrWidenAFaultThatMayBeOn(String field) {
        String rest = "'originServices':[{'name':'reviews'}],'destinationServices':[{'name':'ratings'}],"
                + "'fault':{'abort':{'httpStatus':500},'percentage':5}";
        assertThat(patch("{'spec':{'faults':[{%s}]}}".formatted(rest)).ok()).isTrue();

        Command.Result result = patch("{'spec':{'faults':[{%s,%s}]}}".formatted(rest, field));

        assertThat(result.ok()).isFalse();
        assertThat(result.stderr()).contains("spec.faults cannot change; create a new Experiment");
    }

    @Test
    void allowsToStopAnExistingExperimentAndNotToTakeThatBack() {
        assertThat(patch("{'spec':{'stop':true}}").ok()).isTrue();

        Command.Result result = patch("{'spec':{'stop':false}}");

        assertThat(result.ok()).isFalse();
        assertThat(result.stderr()).contains("spec.stop cannot be taken back");
    }

    @Test
    void explainsEveryField() {
        String explained = kube.mustKubectl("explain", "experiment.spec", "--recursive=false");

        assertThat(explained).contains("How long the faults stay", "Set to true to end the experiment now");
        assertThat(kube.mustKubectl("explain", "exppol.spec", "--recursive=false"))
                .contains("The most experiments at once", "The hosts of webhooks");
    }

    private static Command.Result patch(String patch) {
        return kube.kubectl("patch", "experiment", "changeable", "--type=merge", "-p", patch.replace('\'', '"'));
    }

    private static List<Path> all(String prefix) throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path directory : List.of(EXPERIMENTS, MESHES, POLICIES)) {
            all.addAll(files(directory, prefix));
        }
        return all;
    }

    private static List<Path> files(Path directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
