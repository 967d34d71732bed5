package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.playground.Command;
import io.glooshot.playground.Part;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bundle before OLM's own validators, those that {@code operator-sdk bundle validate} has. */
class BundleValidatorIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** One thing each as it must not be, and what the validators are to say of it. */
    enum Spoilt {
        NAME(
                bundle -> replace(bundle, Bundle.CSV, "name: glooshot.v0", "name: glooshot.V0"),
                "error\tcsv\t.*metadata.name .*is invalid.*"),
        KIND_LEFT_OUT(
                bundle -> delete(bundle, "manifests/meshes.glooshot.solo.io.crd.yaml"),
                "error\tbundle\t.*owned CRD .*Kind=Mesh.* not found in bundle.*"),
        KIND_NOT_OWNED(
                bundle -> replace(bundle, Bundle.CSV, "name: meshes.glooshot.solo.io", "name: meshes.example.com"),
                "error\tbundle\t.*CRD .*Kind=Mesh.* is present in bundle .* but not defined in CSV.*"),
        BAD_EXAMPLE(
                bundle -> replace(bundle, Bundle.CSV, "\"kind\" : \"KillSwitch\"", "\"kind\" : \"Switch\""),
                "error\tcsv\t.*Kind=Switch: example must have a provided API"),
        MINIMAL_KUBERNETES(
                bundle -> replace(bundle, Bundle.CSV, "minKubeVersion: \"1.30.0\"", "minKubeVersion: \"soon\""),
                "error\toperatorhub\t.*MinKubeVersion has an invalid value.*"),
        CATEGORY(
                bundle -> replace(bundle, Bundle.CSV, "Developer Tools", "Chaos"),
                "error\tcategories\t.*\"Chaos\" is not in the set of standard categories"),
        CAPABILITIES(
                bundle -> replace(bundle, Bundle.CSV, "capabilities: Basic Install", "capabilities: All"),
                "error\tcapabilities\t.*\"All\" is not a valid capabilities level"),
        DISRUPTION_BUDGET(
                bundle -> replace(
                        bundle,
                        "manifests/glooshot-controller.poddisruptionbudget.yaml",
                        "maxUnavailable: 1",
                        "maxUnavailable: 0"),
                "error\tobject\t.*maxUnavailable field cannot be set to 0.*"),
        ACCOUNT_TWICE(
                bundle -> write(
                        bundle,
                        "manifests/account.yaml",
                        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: glooshot-guard}\n"),
                "error\tbundle\t.*invalid service account found in bundle.*"),
        REQUESTS(
                bundle -> replace(bundle, Bundle.CSV, "requests:", "demands:"),
                "warning\tgood-practices\t.*unable to find the resource requests.*"),
        CHANNEL(
                bundle -> replace(bundle, Bundle.ANNOTATIONS, "candidate", "alpha"),
                "warning\tgood-practices\t.*\"alpha\".* not following the recommended naming convention.*");

        private final Consumer<Path> spoil;
        private final String complaint;

        Spoilt(Consumer<Path> spoil, String complaint) {
            this.spoil = spoil;
            this.complaint = complaint;
        }
    }

    @TempDir
    Path scratch;

    private static Path validator;

    @BeforeAll
    static void find() {
        validator = Parts.onThisMachine(Progress.toStandardOut()).get(Part.BUNDLE_VALIDATOR);
    }

    @Test
    void olmsValidatorsFindNothingWrong() throws IOException {
        Command.Result result = validate(Bundle.DIRECTORY);

        assertThat(result.ok()).as(result.text()).isTrue();
        // Nobody writes a Report but the controller, so that an example of one would mislead.
        assertThat(result.stdout().lines())
                .containsExactly("warning\tcsv\tWarning: Value glooshot.solo.io/v1, Kind=Report: "
                        + "provided API should have an example annotation");
    }

    @ParameterizedTest
    @EnumSource
    void olmsValidatorsFindWhatIsWrong(Spoilt spoilt) throws IOException {
        copy(scratch);
        spoilt.spoil.accept(scratch);

        Command.Result result = validate(scratch);

        assertThat(result.stdout().lines()).as(result.text()).anyMatch(line -> line.matches(spoilt.complaint));
        assertThat(result.ok()).isEqualTo(spoilt.complaint.startsWith("warning"));
    }

    private static Command.Result validate(Path bundle) throws IOException {
        return Command.of(validator, bundle.toString(), "1.30.0").run(LIMIT);
    }

    private static void copy(Path scratch) throws IOException {
        try (Stream<Path> files = Files.walk(Bundle.DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = scratch.resolve(Bundle.DIRECTORY.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static void replace(Path bundle, String file, String what, String by) {
        try {
            String text = Files.readString(bundle.resolve(file));
            assertThat(text).contains(what);
            Files.writeString(bundle.resolve(file), text.replace(what, by));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path bundle, String file, String text) {
        try {
            Files.writeString(bundle.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path bundle, String file) {
        try {
            Files.delete(bundle.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
