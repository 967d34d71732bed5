package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./mvnw test -Dtest=BundleTest -Dbundle.update} writes {@code kubernetes/bundle/} anew. */
class BundleTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final OlmInstallation OLM = new OlmInstallation(Bundle.DIRECTORY, Names.NAMESPACE);

    /** Those of operator-registry, pkg/lib/bundle/supported_resources.go, as far as they are Kubernetes' own or OLM's. */
    private static final Set<String> TAKEN_BY_OLM = Set.of(
            "ClusterServiceVersion",
            "CustomResourceDefinition",
            "Secret",
            "ClusterRole",
            "ClusterRoleBinding",
            "ConfigMap",
            "ServiceAccount",
            "Service",
            "Role",
            "RoleBinding",
            "PodDisruptionBudget",
            "PriorityClass",
            "NetworkPolicy");

    @BeforeAll
    static void update() throws IOException {
        if (System.getProperty("bundle.update") != null) {
            for (String stale : checkedIn().keySet()) {
                Files.delete(Bundle.DIRECTORY.resolve(stale));
            }
            for (Map.Entry<String, String> file : Bundle.packed().files().entrySet()) {
                Path path = Bundle.DIRECTORY.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
    }

    @Test
    void isWhatItIsMadeFrom() throws IOException {
        assertThat(checkedIn())
                .as("kubernetes/bundle/ is out of date: run ./mvnw test -Dtest=BundleTest -Dbundle.update")
                .isEqualTo(Bundle.packed().files());
    }

    private static Map<String, String> checkedIn() throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (Files.exists(Bundle.DIRECTORY)) {
            try (Stream<Path> all = Files.walk(Bundle.DIRECTORY)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(Bundle.DIRECTORY.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return files;
    }

    /** What OLM makes of it, and what docs/install.md has people apply by hand, are together what {@code init} installs. */
    @Test
    void isWithTwoManifestsWhatInitInstalls() throws IOException {
        List<Path> byHand = List.of(
                Path.of("kubernetes/manifests/00-namespace.yaml"), Path.of("kubernetes/manifests/10-admission.yaml"));
        List<ObjectNode> added = byHand.stream()
                .flatMap(file -> OlmInstallation.read(file).stream())
                .toList();
        assertThat(added.stream().map(object -> Item.of(object).kind()).collect(Collectors.toSet()))
                .isEqualTo(Bundle.LEFT_OUT);
        assertThat(Files.readString(Path.of("docs/install.md")))
                .contains(byHand.stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(" -f ", "kubectl apply -f ", "\n")));

        List<ObjectNode> byOlm =
                Stream.concat(OLM.objects().stream(), added.stream()).toList();

        assertThat(Canonical.of(byOlm)).isEqualTo(Canonical.of(installedByInit()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    glooshot.clusterserviceversion.yaml              | replicas: 2                    | replicas: 3
                    glooshot.clusterserviceversion.yaml              | - workloadentries              | - serviceentries
                    glooshot.clusterserviceversion.yaml              | serviceAccountName: glooshot-guard | serviceAccountName: guard
                    glooshot.clusterserviceversion.yaml              | readOnlyRootFilesystem: true   | readOnlyRootFilesystem: false
                    glooshot-controller.service.yaml                 | port: 8080                     | port: 8081
                    glooshot-stopper.clusterrole.yaml                | aggregate-to-edit              | aggregate-to-view
                    experiments.glooshot.solo.io.crd.yaml            | maxItems: 16                   | maxItems: 17
                    """)
    void wouldNotBeWithAnyDifference(String file, String what, String by, @TempDir Path scratch) throws IOException {
        Path manifests = Files.createDirectory(scratch.resolve("manifests"));
        for (Path original : OLM.files()) {
            Files.copy(original, manifests.resolve(original.getFileName()));
        }
        Path spoilt = manifests.resolve(file);
        String text = Files.readString(spoilt);
        assertThat(text).contains(what);
        Files.writeString(spoilt, text.replace(what, by));

        assertThat(Canonical.of(new OlmInstallation(scratch, Names.NAMESPACE).objects()))
                .isNotEqualTo(Canonical.of(OLM.objects()));
    }

    private static List<ObjectNode> installedByInit() throws IOException {
        return YAML
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(Installer.yaml(Release.packed(), Values.defaults()))
                .readAll()
                .stream()
                .map(ObjectNode.class::cast)
                .toList();
    }

    @Test
    void labelsItsObjectsWithTheVersionAndWithNobodyWhoManagesThem() {
        assertThat(Stream.concat(
                        OLM.given().stream().map(object -> object.at("/metadata/labels")),
                        stream(OLM.csv().at("/spec/install/spec/deployments")).map(each -> each.path("label"))))
                .isNotEmpty()
                .allMatch(labels -> labels.path(Names.VERSION_LABEL).asText().equals(version()))
                .noneMatch(labels -> labels.has(Names.MANAGED_BY_LABEL));
    }

    @Test
    void holdsOnlyWhatOlmTakesAndOneObjectInEachFile() {
        for (Path file : OLM.files()) {
            List<ObjectNode> objects = OlmInstallation.read(file);

            // OLM reads no further than the first.
            assertThat(objects).as(file.toString()).hasSize(1);
            assertThat(objects.get(0).path("kind").asText()).as(file.toString()).isIn(TAKEN_BY_OLM);
            assertThat(objects.get(0).at("/metadata").has("namespace"))
                    .as(file.toString())
                    .isFalse();
        }
    }

    /** OLM gives roles and bindings names of its own, so nothing else may rely on ours. */
    @Test
    void nothingNamesWhatOlmNames() {
        Set<String> renamed = Set.of("ClusterRoleBinding", "RoleBinding", "Role");
        assertThat(OLM.given().stream().map(object -> object.path("kind").asText()))
                .doesNotContainAnyElementsOf(renamed);

        assertThat(OlmInstallation.read(Path.of("kubernetes/manifests/10-admission.yaml")))
                .noneMatch(object -> object.toString().contains("serviceaccount")
                        || object.toString().contains(Names.CONTROLLER)
                        || object.toString().contains(Names.GUARD));
    }

    @Test
    void imageIsLabelledAsTheMetadataSay() throws IOException {
        Map<String, String> annotations = new TreeMap<>();
        OlmInstallation.read(Bundle.DIRECTORY.resolve(Bundle.ANNOTATIONS))
                .get(0)
                .path("annotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText()));
        List<String> lines = Files.readAllLines(Bundle.DIRECTORY.resolve(Bundle.DOCKERFILE));

        assertThat(lines.stream().filter(line -> line.startsWith("LABEL ")).map(line -> line.substring(6)))
                .containsExactlyElementsOf(annotations.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        assertThat(lines).contains("FROM scratch", "COPY manifests /manifests/", "COPY metadata /metadata/");
        assertThat(annotations).containsEntry("operators.operatorframework.io.bundle.package.v1", "glooshot");
        String prefix = "operators.operatorframework.io.bundle.channel";
        assertThat(annotations.get(prefix + "s.v1").split(",")).contains(annotations.get(prefix + ".default.v1"));
    }

    private static String version() {
        return Bundle.released(Release.packed().version());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
