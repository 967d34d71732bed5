package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.playground.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The chart by the real Helm: the same objects as {@code glooshot init} makes of the same values. */
class ChartIT {

    private static final List<String> LABELS_OF_THE_WAY_IN =
            List.of(Names.MANAGED_BY_LABEL, Names.VERSION_LABEL, "helm.sh/chart");

    /** What can be chosen, each thing alone, and all of it. */
    enum Choice {
        NOTHING(""),
        IMAGE("image: registry.example.com/glooshot:1"),
        PULL_POLICY("imagePullPolicy: Always"),
        PULL_SECRETS("imagePullSecrets: [one, two]"),
        REPLICAS("replicas: 3"),
        RESOURCES("resources: {requests: {cpu: \"1\", memory: 1Gi}, limits: {memory: 2Gi}}"),
        NODES("nodeSelector: {kubernetes.io/os: linux, number: \"1\"}"),
        TOLERATIONS(
                "tolerations: [{key: dedicated, operator: Equal, value: chaos, effect: NoExecute, tolerationSeconds: 3}]"),
        PROMETHEUS("prometheus: {url: http://prometheus.monitoring.svc:9090/a}"),
        NO_ISTIO("meshes: {istio: false}"),
        ENVOY("meshes: {envoy: true}"),
        SOME_NAMESPACES("watchNamespaces: [shop, payments]"),
        ISTIO_ELSEWHERE("{watchNamespaces: [shop], meshes: {istioNamespace: mesh}}"),
        SOME_NAMESPACES_WITHOUT_ISTIO("{watchNamespaces: [shop], meshes: {istio: false}}"),
        SETTINGS("settings: {glooshot.run.closing: 3s, glooshot.reports.per-namespace: \"20\"}"),
        NO_GUARD("guard: {enabled: false}"),
        GUARD_RESOURCES("guard: {resources: {limits: {memory: 300Mi}}}"),
        ALL("""
                image: registry.example.com/glooshot@sha256:1234
                imagePullPolicy: Never
                imagePullSecrets: [one]
                replicas: 9
                resources: {limits: {memory: 2Gi}}
                nodeSelector: {a: b}
                tolerations: [{operator: Exists}]
                prometheus: {url: "https://p:9090"}
                watchNamespaces: [somewhere]
                meshes: {istio: true, envoy: true}
                settings: {quarkus.log.level: DEBUG}
                guard: {enabled: true, resources: {requests: {cpu: 20m}}}
                """);

        private final String values;

        Choice(String values) {
            this.values = values;
        }
    }

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void makesTheObjectsThatInitMakes(Choice choice) throws IOException {
        Path values = Files.writeString(directory.resolve("values.yaml"), choice.values);
        Release release = Release.packed();
        Release released = new Release(Bundle.released(release.version()), release.objects());
        Values ours = new ValuesReader().yaml(choice.values).read().in("somewhere");

        Map<String, JsonNode> byHelm = comparable(new Helm(directory).objects("somewhere", values));
        Map<String, JsonNode> byInit = comparable(
                new Rendering(released, ours).items().stream().map(Item::tree).toList());

        assertThat(byInit.keySet().removeIf(label -> label.endsWith(" namespace/somewhere")))
                .isTrue();
        assertThat(byHelm).isEqualTo(byInit);
    }

    @ParameterizedTest
    @EnumSource
    void isFreeOfWhatHelmComplainsAbout(Choice choice) throws IOException {
        Path values = Files.writeString(directory.resolve("values.yaml"), choice.values);

        Command.Result result = new Helm(directory)
                .run("lint", "--strict", Helm.KUBERNETES, "--values=" + values, ChartTemplates.CHART.toString());

        assertThat(result.ok()).as(result.text()).isTrue();
        assertThat(result.text()).doesNotContain("[WARNING]", "[ERROR]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    replicas=0                          | replicas
                    replicas=10                         | replicas
                    replicas=two                        | replicas
                    replica=2                           | replica
                    image=a b                           | image
                    imagePullPolicy=Sometimes           | imagePullPolicy
                    imagePullSecrets[0]=Upper           | imagePullSecrets
                    resources.limit.memory=1Gi          | limit
                    resources.limits.memory=much        | resources
                    resources.limits.cpu=1              | resources
                    tolerations[0].kind=a               | kind
                    tolerations[0].effect=Never         | effect
                    prometheus.url=prometheus:9090      | prometheus
                    prometheus.url=http://me:pw@p       | prometheus
                    meshes.linkerd=true                 | linkerd
                    watchNamespaces=shop                | watchNamespaces
                    watchNamespaces[0]=Shop             | watchNamespaces
                    meshes.istioNamespace=Mesh          | istioNamespace
                    meshes.istio=maybe                  | istio
                    settings.nobody\\.knows=1           | nobody.knows
                    guard.enabled=1                     | guard
                    guard.replicas=2                    | guard
                    crds.install=3                      | crds
                    namespace=elsewhere                 | namespace
                    """)
    void refusesWhatInitRefuses(String setting, String key) {
        Command.Result result = new Helm(directory)
                .run("template", "glooshot", ChartTemplates.CHART.toString(), Helm.KUBERNETES, "--set=" + setting);

        assertThat(result.ok()).isFalse();
        assertThat(result.stderr()).contains("values don't meet the specifications of the schema", key);
    }

    @Test
    void refusesAClusterThatIsTooOld() {
        Command.Result result = new Helm(directory)
                .run("template", "glooshot", ChartTemplates.CHART.toString(), "--kube-version=1.29.9");

        assertThat(result.ok()).isFalse();
        assertThat(result.stderr()).contains("chart requires kubeVersion: >=1.30.0-0");
    }

    @Test
    void leavesTheKindsAloneWhenToldTo() throws IOException {
        Path values = Files.writeString(directory.resolve("values.yaml"), "crds: {install: false}");

        assertThat(new Helm(directory).objects("glooshot", values))
                .isNotEmpty()
                .noneMatch(object -> object.get("kind").asText().equals("CustomResourceDefinition"));
    }

    private static Map<String, JsonNode> comparable(List<ObjectNode> objects) {
        return objects.stream()
                .map(ChartIT::reread)
                .collect(Collectors.toMap(
                        object -> Item.of(object).namespace() + " "
                                + Item.of(object).label(),
                        ChartIT::comparable,
                        (a, b) -> {
                            throw new IllegalStateException("twice: " + a);
                        },
                        TreeMap::new));
    }

    /** As from a file: else one has numbers that take 4 bytes where the other has some that take 8. */
    private static ObjectNode reread(ObjectNode object) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(object.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what tells the way in. */
    private static JsonNode comparable(ObjectNode object) {
        object.withObject("/metadata/labels").remove(LABELS_OF_THE_WAY_IN);
        if (object.at("/metadata/annotations").has("helm.sh/resource-policy")) {
            object.withObject("/metadata").remove("annotations");
        }
        JsonNode template = object.at("/spec/template/metadata");
        if (template instanceof ObjectNode metadata) {
            metadata.withObject("/labels").remove(LABELS_OF_THE_WAY_IN);
            // A hash in both, but not of the same text.
            JsonNode settings = metadata.withObject("/annotations").get("glooshot.solo.io/settings");
            if (settings != null) {
                assertThat(settings.asText()).matches("[0-9a-f]{16}");
                metadata.withObject("/annotations").put("glooshot.solo.io/settings", "a hash");
            }
        }
        return object;
    }
}
