package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.playground.Command;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Part;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle before an API server that has OLM's kinds. Nothing but kinds and namespaces is stored. */
class BundleIT {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final OlmInstallation OLM = new OlmInstallation(Bundle.DIRECTORY, Names.NAMESPACE);
    private static final Pattern APPLIED = Pattern.compile("kubectl apply -f - <<'EOF'\n(.*?)\nEOF\n", Pattern.DOTALL);

    @TempDir
    static Path directory;

    private static KubeApiServer kube;

    @BeforeAll
    static void startServer() {
        Parts parts = Parts.onThisMachine(Progress.toStandardOut());
        kube = KubeApiServer.start(parts, directory);
        for (String kind : List.of("clusterserviceversions", "operatorgroups", "subscriptions")) {
            Path crd = parts.get(Part.BUNDLE_VALIDATOR).resolveSibling("operators.coreos.com_%s.yaml".formatted(kind));
            kube.mustKubectl("apply", "--server-side", "-f", crd.toString());
        }
        OLM.files().stream()
                .filter(file -> file.toString().endsWith(".crd.yaml"))
                .forEach(crd -> kube.mustKubectl("apply", "--server-side", "-f", crd.toString()));
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kube.mustKubectl("apply", "-f", "kubernetes/manifests/00-namespace.yaml");
        kube.mustKubectl("create", "namespace", "bookinfo");
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    @Test
    void theApiServerTakesTheClusterServiceVersionAsItIs() {
        ObjectNode csv = OLM.csv();
        csv.withObject("/metadata").put("namespace", Names.NAMESPACE);

        assertTaken(csv);
    }

    @Test
    void theApiServerRefusesAClusterServiceVersionThatIsNone() {
        ObjectNode misspelt = OLM.csv();
        misspelt.withObject("/spec").put("installMode", "AllNamespaces");
        ObjectNode incomplete = OLM.csv();
        incomplete.withObject("/spec").remove("install");

        assertThat(dryRun(misspelt).stderr()).contains(".spec.installMode: field not declared in schema");
        assertThat(dryRun(incomplete).stderr()).contains("spec.install: Required value");
    }

    @Test
    void theApiServerTakesAllThatOlmMakesOfIt() {
        List<ObjectNode> objects = OLM.objects();
        assertThat(objects).hasSizeGreaterThan(20);

        objects.forEach(BundleIT::assertTaken);
    }

    @Test
    void theApiServerTakesTheExamples() throws IOException {
        JsonNode examples =
                YAML.readTree(OLM.csv().at("/metadata/annotations/alm-examples").asText());
        assertThat(examples).isNotEmpty();

        for (JsonNode example : examples) {
            assertTaken((ObjectNode) example);
        }
    }

    @Test
    void theApiServerTakesTheNamespaceThatConsolesAreToldToMake() throws IOException {
        JsonNode namespace = YAML.readTree(OLM.csv()
                .at("/metadata/annotations")
                .path("operatorframework.io/suggested-namespace-template")
                .asText());

        assertThat(namespace)
                .isEqualTo(OlmInstallation.read(Path.of("kubernetes/manifests/00-namespace.yaml"))
                        .get(0));
        assertTaken((ObjectNode) namespace);
    }

    @Test
    void theApiServerTakesWhatThePageHasPeopleApply() throws IOException {
        String page = Files.readString(Path.of("docs/install.md"));
        List<ObjectNode> objects = new ArrayList<>();
        Matcher applied = APPLIED.matcher(page);
        while (applied.find()) {
            YAML.readerFor(JsonNode.class)
                    .<JsonNode>readValues(applied.group(1))
                    .readAll()
                    .forEach(object -> objects.add((ObjectNode) object));
        }
        assertThat(objects.stream().map(object -> object.path("kind").asText()))
                .containsExactly("OperatorGroup", "Subscription");

        objects.forEach(BundleIT::assertTaken);

        JsonNode subscription = objects.get(1).path("spec");
        JsonNode annotations = OlmInstallation.read(Bundle.DIRECTORY.resolve(Bundle.ANNOTATIONS))
                .get(0)
                .path("annotations");
        assertThat(subscription.path("name"))
                .isEqualTo(annotations.path("operators.operatorframework.io.bundle.package.v1"));
        assertThat(subscription.path("channel"))
                .isEqualTo(annotations.path("operators.operatorframework.io.bundle.channel.default.v1"));
        // Of all namespaces, as is the only install mode.
        assertThat(objects.get(0).has("spec")).isFalse();
    }

    private static void assertTaken(ObjectNode object) {
        Command.Result result = dryRun(object);
        assertThat(result.ok())
                .as("%s %s: %s", object.path("kind"), object.at("/metadata/name"), result.text())
                .isTrue();
    }

    private static Command.Result dryRun(ObjectNode object) {
        return kube.kubectl(
                Serialization.asYaml(object),
                kube.kubeconfig(),
                "apply",
                "--server-side",
                "--force-conflicts",
                "--dry-run=server",
                "--validate=strict",
                "-f",
                "-");
    }
}
