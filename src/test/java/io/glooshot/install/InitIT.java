package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.glooshot.api.Experiment;
import io.glooshot.install.Terminal.Said;
import io.glooshot.playground.Command;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An installation and its upgrades on a real API server, one after the other: the cluster is one for all. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InitIT {

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Terminal admin;
    private static StandIns standIns;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        admin = new Terminal(kube.kubeconfig());
        standIns = StandIns.start(kube.client());
    }

    @AfterAll
    static void stopServer() {
        standIns.close();
        kube.close();
    }

    @Test
    @Order(1)
    void refusesAnybodyWhoMayNotAndTouchesNothing() {
        kube.mustKubectl("create", "serviceaccount", "nobody", "-n", "default");
        Terminal nobody = new Terminal(kube.kubeconfigWith("nobody", kube.serviceAccountToken("default", "nobody")));

        Said said = nobody.glooshot("init");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        said.isGolden("init-without-rights");
        assertNothingOfOurs();
    }

    /** Whoever may make roles still gives nobody a right that they do not have. */
    @Test
    @Order(2)
    void refusesWhoeverCouldNotGiveTheRolesTheirRights() {
        kube.mustKubectl("create", "serviceaccount", "deployer", "-n", "default");
        kube.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: deployer}
                rules:
                - {apiGroups: ["", apps, policy, rbac.authorization.k8s.io, apiextensions.k8s.io, admissionregistration.k8s.io], resources: ["*"], verbs: [get, list, create, patch]}
                - {apiGroups: [glooshot.solo.io], resources: ["*"], verbs: ["*"]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: deployer}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer}
                subjects: [{kind: ServiceAccount, name: deployer, namespace: default}]
                """);
        Terminal deployer =
                new Terminal(kube.kubeconfigWith("deployer", kube.serviceAccountToken("default", "deployer")));

        Said said = deployer.glooshot("init");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("you may not", "virtualservices.networking.istio.io");
        assertNothingOfOurs();
    }

    @Test
    @Order(3)
    void refusesAClusterThatIsTooOld() throws IOException {
        HttpServer old = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        old.createContext("/", exchange -> {
            byte[] body =
                    "{\"major\":\"1\",\"minor\":\"29\",\"gitVersion\":\"v1.29.14\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        old.start();
        try {
            Path kubeconfig = Files.writeString(
                    directory.resolve("old"), """
                    apiVersion: v1
                    kind: Config
                    current-context: old
                    contexts: [{name: old, context: {cluster: old, user: me}}]
                    clusters: [{name: old, cluster: {server: "http://127.0.0.1:%d"}}]
                    users: [{name: me, user: {}}]
                    """.formatted(old.getAddress().getPort()));

            Said said = new Terminal(kubeconfig).glooshot("init");

            assertThat(said.code()).isEqualTo(1);
            said.isGolden("init-too-old");
        } finally {
            old.stop(0);
        }
    }

    @Test
    @Order(4)
    void asksTheServerWhatItWouldDo() {
        Said said = admin.glooshot("init", "--dry-run=server");

        assertThat(said.code()).as(said.err()).isZero();
        said.isGolden("init-dry-run-server");
        assertNothingOfOurs();
    }

    @Test
    @Order(5)
    void installsAndWaits() {
        Said said = admin.glooshot("init");

        assertThat(said.code()).as(said.err()).isZero();
        said.isGolden("init");
        assertThat(said.out()).containsPattern("deployment.apps/glooshot-controller: [01] of 2 ready");
        assertThat(kube.client()
                        .resources(Experiment.class)
                        .inAnyNamespace()
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    @Order(6)
    void changesNothingTheSecondTime() {
        Map<String, String> before = versions();

        Said said = admin.glooshot("install");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out().lines().filter(line -> line.matches("[a-z.0-9]+/\\S+ [a-z]+")))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.endsWith(" unchanged"));
        assertThat(versions()).isEqualTo(before);
    }

    /** The same objects, whichever way they came. */
    @Test
    @Order(7)
    void printsYamlThatKubectlTakesForTheSame() {
        Map<String, String> before = versions();
        Said yaml = admin.glooshot("init", "--dry-run");
        assertThat(yaml.code()).isZero();
        assertThat(yaml.err()).isEmpty();

        Command.Result diff = kube.kubectl(
                yaml.out(), kube.kubeconfig(), "diff", "--server-side", "--field-manager=glooshot", "-f", "-");

        assertThat(diff.stdout()).isEmpty();
        assertThat(diff.exitCode()).as(diff.stderr()).isZero();
        assertThat(versions()).isEqualTo(before);
    }

    @Test
    @Order(8)
    void upgradesWhatIsThereAndRemovesWhatIsNoLongerAPart() {
        kube.kubectl("""
                apiVersion: v1
                kind: Service
                metadata: {name: glooshot-old, namespace: glooshot, labels: {app.kubernetes.io/name: glooshot, app.kubernetes.io/managed-by: glooshot}}
                spec: {ports: [{port: 1}]}
                """, kube.kubeconfig(), "apply", "--server-side", "--field-manager=glooshot", "-f", "-");
        kube.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: mine, namespace: glooshot, labels: {app.kubernetes.io/name: glooshot, app.kubernetes.io/managed-by: glooshot}}
                spec: {ports: [{port: 1}]}
                """);
        kube.mustKubectl("create", "namespace", "shop");
        kube.apply(Manifests.experiment("shop", "kept", Manifests.fault("destinationServices: [{name: s}]")));
        kube.mustKubectl(
                "patch",
                "experiment",
                "kept",
                "-n",
                "shop",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"state\":\"Started\",\"deadline\":\"2026-11-26T10:00:00Z\"}}");
        String kept = version("experiment", "kept", "shop");

        Said said = admin.glooshot(
                "init", "--set", "meshes.istio=false", "--set", "replicas=3", "--set", "image=example.com/glooshot:2");

        assertThat(said.code()).as(said.err()).isZero();
        said.isGolden("init-upgrade");
        assertThat(kube.kubectl("get", "service", "glooshot-old", "-n", "glooshot")
                        .ok())
                .isFalse();
        assertThat(kube.kubectl("get", "service", "mine", "-n", "glooshot").ok())
                .isTrue();
        assertThat(kube.kubectl("get", "clusterrole", "glooshot-controller-istio")
                        .ok())
                .isFalse();
        assertThat(version("experiment", "kept", "shop")).isEqualTo(kept);
        Deployment controller = kube.client()
                .apps()
                .deployments()
                .inNamespace("glooshot")
                .withName("glooshot-controller")
                .get();
        assertThat(controller.getSpec().getReplicas()).isEqualTo(3);
        kube.mustKubectl("delete", "service", "mine", "-n", "glooshot");
        kube.mustKubectl("delete", "experiment", "kept", "-n", "shop");
    }

    @Test
    @Order(9)
    void tellsOfFieldsThatOthersOwnAndTakesThemOverWhenTold() {
        kube.mustKubectl("scale", "deployment", "glooshot-controller", "-n", "glooshot", "--replicas=5");

        Said refused = admin.glooshot("init");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        refused.isGolden("init-conflict");
        // Nothing else was touched either.
        assertThat(kube.kubectl("get", "clusterrole", "glooshot-controller-istio")
                        .ok())
                .isFalse();

        Said forced = admin.glooshot("init", "--force-conflicts");

        assertThat(forced.code()).as(forced.err()).isZero();
        assertThat(kube.mustKubectl(
                                "get",
                                "deployment",
                                "glooshot-controller",
                                "-n",
                                "glooshot",
                                "-o",
                                "jsonpath={.spec.replicas}")
                        .strip())
                .isEqualTo("2");
    }

    @Test
    @Order(10)
    void refusesASecondInstallation() {
        Said said = admin.glooshot("init", "-n", "elsewhere");

        assertThat(said.code()).isEqualTo(1);
        said.isGolden("init-elsewhere");
        assertThat(kube.kubectl("get", "namespace", "elsewhere").ok()).isFalse();
    }

    @Test
    @Order(11)
    void saysWhatPodsWaitForWhenItTakesTooLong() {
        standIns.close();
        kube.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: glooshot-controller-x, namespace: glooshot, labels: {app.kubernetes.io/name: glooshot, app.kubernetes.io/component: controller}}
                spec:
                  securityContext: {runAsNonRoot: true, runAsUser: 1, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - {name: controller, image: nowhere, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}
                """);
        kube.mustKubectl(
                "patch",
                "pod",
                "glooshot-controller-x",
                "-n",
                "glooshot",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"containerStatuses\":[{\"name\":\"controller\",\"image\":\"nowhere\",\"imageID\":\"\",\"ready\":false,\"restartCount\":0,\"state\":{\"waiting\":{\"reason\":\"ImagePullBackOff\"}}}]}}");

        Said said = admin.glooshot("init", "--set", "image=nowhere", "--timeout", "1s");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("installed, but not ready", "glooshot-controller-x ImagePullBackOff");
        assertThat(admin.glooshot("init", "--set", "image=nowhere", "--wait=false")
                        .code())
                .isZero();
    }

    private static void assertNothingOfOurs() {
        assertThat(kube.mustKubectl(
                        "get",
                        "namespaces,crds,clusterroles,clusterrolebindings,validatingadmissionpolicies",
                        "-l",
                        "app.kubernetes.io/name=glooshot",
                        "-o",
                        "name"))
                .isEmpty();
    }

    private static String version(String kind, String name, String namespace) {
        return kube.mustKubectl("get", kind, name, "-n", namespace, "-o", "jsonpath={.metadata.resourceVersion}");
    }

    /** Of everything that {@code init} has made, but for what others write into. */
    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        List<Item> inventory = new InstalledObjects(kube.client()).inventory("glooshot");
        inventory.forEach(item -> versions.put(
                item.label(), item.tree().at("/metadata/resourceVersion").asText()));
        assertThat(versions).hasSizeGreaterThan(20);
        return versions;
    }
}
