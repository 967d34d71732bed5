package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RenderingTest {

    private static final Release RELEASE = Release.packed();

    @Test
    void packsEveryManifestAndEveryKind() throws IOException {
        Set<String> listed = new TreeSet<>(Set.of("kustomization.yaml"));
        new YAMLMapper()
                .readTree(Path.of("kubernetes/manifests/kustomization.yaml").toFile())
                .path("resources")
                .forEach(file -> listed.add(file.asText()));

        assertThat(names(Path.of("kubernetes/manifests"))).isEqualTo(listed);
        assertThat(names(Path.of("crd")))
                .isEqualTo(Release.crds().stream()
                        .map(name -> name + ".yml")
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void orderIsThatInWhichTheyCanBeMade() {
        List<Kind> kinds = items("").stream().map(Item::kind).toList();

        assertThat(kinds).isSorted();
        assertThat(kinds).contains(Kind.values());
    }

    @Test
    void putsEverythingIntoItsNamespaceAndLabelsIt() {
        List<Item> items = items("namespace: chaos");

        for (Item item : items) {
            assertThat(item.text(Names.NAME_LABEL)).as(item.label()).isEqualTo("glooshot");
            assertThat(item.text(Names.MANAGED_BY_LABEL)).as(item.label()).isEqualTo("glooshot");
            assertThat(item.text(Names.VERSION_LABEL)).as(item.label()).isEqualTo(RELEASE.version());
            assertThat(item.namespace().isPresent())
                    .as(item.label())
                    .isEqualTo(item.kind().isNamespaced());
            assertThat(item.tree().toString()).as(item.label()).doesNotContain("\"namespace\":\"glooshot\"");
        }
        assertThat(items.get(0).name()).isEqualTo("chaos");
    }

    @Test
    void leavesSelectorsAsTheyAreForTheyCannotChange() {
        for (Item deployment : deployments("")) {
            assertThat(deployment.tree().at("/spec/selector/matchLabels").properties())
                    .extracting(entry -> entry.getKey())
                    .containsExactlyInAnyOrder(Names.NAME_LABEL, Names.COMPONENT_LABEL);
        }
    }

    @Test
    void doesNotTouchTheReleaseItself() {
        String before = RELEASE.objects().toString();

        items("{namespace: other, replicas: 5}");

        assertThat(RELEASE.objects().toString()).isEqualTo(before);
    }

    @Test
    void givesPodsWhatTheyWereGiven() {
        for (Item deployment : deployments("""
                image: r/g:1
                imagePullPolicy: Never
                imagePullSecrets: [s]
                nodeSelector: {a: b}
                tolerations: [{key: k, operator: Exists}]
                replicas: 3
                resources: {limits: {memory: 1Gi}}
                guard: {resources: {limits: {memory: 2Gi}}}
                """)) {
            JsonNode pod = deployment.tree().at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            boolean isGuard = deployment.name().equals(Names.GUARD);
            assertThat(container.path("image").asText()).isEqualTo("r/g:1");
            assertThat(container.path("imagePullPolicy").asText()).isEqualTo("Never");
            assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("s");
            assertThat(pod.at("/nodeSelector/a").asText()).isEqualTo("b");
            assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("k");
            assertThat(deployment.tree().at("/spec/replicas").asInt()).isEqualTo(isGuard ? 1 : 3);
            assertThat(container.at("/resources/limits/memory").asText()).isEqualTo(isGuard ? "2Gi" : "1Gi");
            assertThat(container.at("/resources/requests").isMissingNode()).isTrue();
        }
    }

    @Test
    void replacesPodsWhenTheirSettingsChange() {
        assertThat(settingsHash(""))
                .isEqualTo(settingsHash("replicas: 4"))
                .isNotEqualTo(settingsHash("settings: {glooshot.run.closing: 1s}"));
    }

    @Test
    void leavesOutWhatIsNotWanted() {
        assertThat(named(""))
                .contains("glooshot-guard", "glooshot-controller-istio")
                .doesNotContain("glooshot-envoy");
        assertThat(named("guard: {enabled: false}")).doesNotContain("glooshot-guard");
        assertThat(named("meshes: {istio: false}")).doesNotContain("glooshot-controller-istio");
        assertThat(named("meshes: {envoy: true}")).contains("glooshot-envoy");
    }

    @Test
    void bindsRightsWhereTheyAreNeededWhenOnlySomeNamespacesAreWatched() {
        List<Item> items = items("{namespace: chaos, watchNamespaces: [shop, payments]}");

        assertThat(bindings(items, Kind.CLUSTER_ROLE_BINDING))
                .containsExactly("glooshot-controller", "glooshot-controller-istio", "glooshot-guard");
        assertThat(bindings(items, Kind.ROLE_BINDING))
                .containsExactlyInAnyOrder(
                        "chaos/glooshot-controller",
                        "chaos/glooshot-guard",
                        "istio-system/glooshot-controller-istiod",
                        "istio-system/glooshot-guard-istiod",
                        "shop/glooshot-controller-namespaced",
                        "payments/glooshot-controller-namespaced",
                        "shop/glooshot-controller-istio-namespaced",
                        "payments/glooshot-controller-istio-namespaced",
                        "shop/glooshot-guard-namespaced",
                        "payments/glooshot-guard-namespaced");
        assertThat(items)
                .filteredOn(item -> item.kind() == Kind.ROLE_BINDING)
                .allSatisfy(item -> assertThat(
                                item.tree().at("/subjects/0/namespace").asText())
                        .isEqualTo("chaos"));
        assertThat(bindings(items("{watchNamespaces: [shop], meshes: {istio: false}}"), Kind.ROLE_BINDING))
                .containsExactlyInAnyOrder(
                        "glooshot/glooshot-controller",
                        "glooshot/glooshot-guard",
                        "shop/glooshot-controller-namespaced",
                        "shop/glooshot-guard-namespaced");
        assertThat(bindings(items(""), Kind.ROLE_BINDING))
                .containsExactlyInAnyOrder("glooshot/glooshot-controller", "glooshot/glooshot-guard");
    }

    @Test
    void tellsControllerGuardAndAdmissionPolicyWhichNamespacesAreWatched() {
        List<Item> items = items("{watchNamespaces: [shop, payments], meshes: {istioNamespace: mesh}}");

        assertThat(only(items, Kind.CONFIG_MAP).path("data").toString()).isEqualTo("""
                {"GLOOSHOT_ISTIO_CONTROL_PLANE_NAMESPACE":"mesh",\
                "GLOOSHOT_WATCH_NAMESPACES":"shop,payments"}""");
        JsonNode guard = items.stream()
                .filter(item -> item.kind() == Kind.DEPLOYMENT && item.name().equals(Names.GUARD))
                .findFirst()
                .orElseThrow()
                .tree();
        assertThat(guard.at("/spec/template/spec/containers/0/env").toString()).endsWith("""
                        {"name":"GLOOSHOT_ISTIO_CONTROL_PLANE_NAMESPACE","value":"mesh"},\
                        {"name":"GLOOSHOT_WATCH_NAMESPACES","value":"shop,payments"}]""");
        JsonNode first = only(items, Kind.ADMISSION_POLICY).at("/spec/validations/0");
        assertThat(first.path("expression").asText()).isEqualTo("request.namespace in ['shop', 'payments']");
        assertThat(first.path("message").asText()).endsWith("watches other namespaces only: shop, payments");
    }

    private static JsonNode only(List<Item> items, Kind kind) {
        return items.stream()
                .filter(item -> item.kind() == kind)
                .reduce((a, b) -> {
                    throw new AssertionError("several");
                })
                .orElseThrow()
                .tree();
    }

    private static List<String> bindings(List<Item> items, Kind kind) {
        return items.stream()
                .filter(item -> item.kind() == kind)
                .map(item -> item.namespace().map(namespace -> namespace + "/").orElse("") + item.name())
                .toList();
    }

    @Test
    void turnsWishesIntoSettingsOfTheController() {
        JsonNode data = items("""
                        prometheus: {url: "http://p"}
                        meshes: {istio: false, envoy: true}
                        settings: {glooshot.leader-election.lease-duration: 20s}
                        """).stream()
                .filter(item -> item.kind() == Kind.CONFIG_MAP)
                .findFirst()
                .orElseThrow()
                .tree()
                .path("data");

        assertThat(data.toString()).isEqualTo("""
                {"GLOOSHOT_ENVOY_TRUSTED_CA":"/etc/glooshot/tls/ca.crt",\
                "GLOOSHOT_ISTIO_ENABLED":"false",\
                "GLOOSHOT_LEADER_ELECTION_LEASE_DURATION":"20s",\
                "GLOOSHOT_PROMETHEUS_URL":"http://p",\
                "QUARKUS_GRPC_SERVER_HOST":"0.0.0.0",\
                "QUARKUS_GRPC_SERVER_SSL_CERTIFICATE":"/etc/glooshot/tls/tls.crt",\
                "QUARKUS_GRPC_SERVER_SSL_KEY":"/etc/glooshot/tls/tls.key"}""");
    }

    @Test
    void podsAreRestricted() {
        for (Item deployment : deployments("")) {
            JsonNode pod = deployment.tree().at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(container.path("readinessProbe").isMissingNode()).isFalse();
            assertThat(container.path("livenessProbe").isMissingNode()).isFalse();
        }
    }

    private static String settingsHash(String values) {
        return deployments(values).stream()
                .filter(item -> item.name().equals(Names.CONTROLLER))
                .map(item -> item.tree()
                        .at("/spec/template/metadata/annotations/glooshot.solo.io~1settings")
                        .asText())
                .findFirst()
                .orElseThrow();
    }

    private static List<Item> deployments(String values) {
        List<Item> deployments = items(values).stream()
                .filter(item -> item.kind() == Kind.DEPLOYMENT)
                .toList();
        assertThat(deployments).isNotEmpty();
        return deployments;
    }

    private static List<String> named(String values) {
        return items(values).stream().map(Item::name).toList();
    }

    private static List<Item> items(String values) {
        return new Rendering(RELEASE, new ValuesReader().yaml(values).read()).items();
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
