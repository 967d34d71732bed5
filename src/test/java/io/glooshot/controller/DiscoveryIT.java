package io.glooshot.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.MeshStatus;
import io.glooshot.mesh.ControlPlaneFinder;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.Meshes;
import io.glooshot.mesh.Sighting;
import io.glooshot.mesh.istio.IstioControlPlanes;
import io.glooshot.mesh.istio.TestIstioSettings;
import io.glooshot.playground.Istiod;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds Istio by its objects on a real API server, look by look. */
class DiscoveryIT {

    private static final String IMAGE = "docker.io/istio/pilot:1.27.1-distroless";

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Istiod istiod;

    private final Mandate mandate = new Mandate();
    private Discovery discovery;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.mustKubectl("apply", "--server-side", "-f", "crd");
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        istiod = new Istiod(kube);
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    @BeforeEach
    void startAnew() {
        kube.mustKubectl("delete", "meshes", "--all");
        kube.mustKubectl("delete", "deployments", "--all", "--all-namespaces");
        istiod.serveKinds();
        await().atMost(Duration.ofSeconds(30)).until(() -> finder(kube.client()).look() instanceof Sighting.Seen);
        discovery = discovery(kube.client(), true);
        mandate.give();
    }

    @Test
    void createsAMeshForTheControlPlaneItFinds() {
        istiod.install("istio-system", "default", IMAGE);

        discovery.look();

        Mesh mesh = mesh("istio");
        assertThat(mesh.getSpec().type()).isEqualTo(MeshType.Istio);
        assertThat(mesh.getSpec().revision()).isNull();
        assertThat(mesh.getMetadata().getLabels()).isEqualTo(Map.of("app.kubernetes.io/managed-by", "glooshot"));
        MeshStatus status = status("istio");
        assertThat(status.version()).isEqualTo("1.27.1");
        assertThat(status.revision()).isEqualTo("default");
        assertThat(found(status).getStatus()).isEqualTo("True");
        assertThat(found(status).getMessage()).isEqualTo("It is Deployment istiod in namespace istio-system.");
        assertThat(found(status).getObservedGeneration()).isEqualTo(1);
    }

    @Test
    void createsAMeshForEachRevision() {
        istiod.install("istio-system", "1-26-4", "example.org:5000/pilot:1.26.4@sha256:" + "a".repeat(64));
        istiod.install("istio-canary", "canary", "example.org:5000/pilot");

        discovery.look();

        assertThat(names()).containsExactly("istio-1-26-4", "istio-canary");
        assertThat(mesh("istio-canary").getSpec().revision()).isEqualTo("canary");
        assertThat(status("istio-1-26-4").version()).isEqualTo("1.26.4");
        assertThat(status("istio-canary").version()).isEqualTo("1.0.0");
    }

    @Test
    void takesAMeshThatIsThereForItWhateverItsName() {
        istiod.install("istio-system", "default", IMAGE);
        istiod.install("istio-system", "canary", IMAGE);
        kube.apply(manifest("ours", "{type: Istio}"));
        kube.apply(manifest("theirs", "{type: Istio, revision: canary}"));

        discovery.look();

        assertThat(names()).containsExactly("ours", "theirs");
        assertThat(found(status("theirs")).getMessage()).contains("istiod-canary");
    }

    @Test
    void keepsWhatUsersWriteIntoAMesh() {
        istiod.install("istio-system", "default", IMAGE);
        discovery.look();
        kube.mustKubectl("label", "mesh", "istio", "app.kubernetes.io/managed-by-", "team=books");
        kube.mustKubectl("annotate", "mesh", "istio", "example.org/note=x");
        kube.mustKubectl(
                "patch", "mesh", "istio", "--type=merge", "-p", "{\"spec\":{\"prometheus\":{\"url\":\"http://p\"}}}");
        Mesh edited = mesh("istio");

        istiod.install("istio-system", "default", "istio/pilot:1.28.0");
        discovery.look();

        assertThat(mesh("istio")).isEqualTo(edited);
        assertThat(status("istio").version()).isEqualTo("1.28.0");
    }

    @Test
    void createsAMeshAgainThatWasDeletedWhileItsControlPlaneIsThere() {
        istiod.install("istio-system", "default", IMAGE);
        discovery.look();
        kube.mustKubectl("delete", "mesh", "istio");

        discovery.look();

        assertThat(names()).containsExactly("istio");
    }

    @Test
    void createsNoMeshWhenThatIsTurnedOffAndStillSeesTheControlPlane() {
        istiod.install("istio-system", "default", IMAGE);
        kube.apply(manifest("canary", "{type: Istio, revision: canary}"));
        discovery = discovery(kube.client(), false);

        discovery.look();

        assertThat(names()).containsExactly("canary");
        assertThat(found(status("canary")).getStatus()).isEqualTo("False");
    }

    @Test
    void doesNothingWhileItDoesNotLead() {
        istiod.install("istio-system", "default", IMAGE);
        mandate.withdraw();

        discovery.look();

        assertThat(names()).isEmpty();
        assertThat(discovery.lastSighting(MeshType.Istio)).isEmpty();
    }

    @Test
    void createsNothingWithoutAControlPlaneAndTellsSoInAMeshThatIsThere() {
        kube.apply(manifest("early", "{type: Istio, revision: canary}"));

        discovery.look();

        assertThat(names()).containsExactly("early");
        assertThat(found(status("early")).getStatus()).isEqualTo("False");
        assertThat(found(status("early")).getReason()).isEqualTo("NoControlPlane");
        assertThat(found(status("early")).getMessage())
                .isEqualTo("There is no Deployment labelled app=istiod of revision canary in any namespace.");
    }

    @Test
    void tellsOfAControlPlaneThatVanishesAndReturnsAndKeepsTheMesh() {
        istiod.install("istio-system", "default", IMAGE);
        discovery.look();
        Mesh mesh = mesh("istio");
        mesh.setStatus(status("istio"));

        istiod.uninstall("istio-system", "default");
        discovery.look();

        mesh.setStatus(statuses().of(mesh));
        assertThat(found(mesh.getStatus()).getStatus()).isEqualTo("False");
        assertThat(mesh.getStatus().version()).isNull();
        assertThat(names()).containsExactly("istio");

        istiod.install("istio-system", "default", IMAGE);
        discovery.look();

        assertThat(found(statuses().of(mesh)).getStatus()).isEqualTo("True");
    }

    @Test
    void tellsThatNothingIsInstalledWhereTheKindsAreNotServed() {
        istiod.install("istio-system", "default", IMAGE);
        istiod.withdrawKinds();
        await().atMost(Duration.ofSeconds(30)).until(() -> finder(kube.client()).look() instanceof Sighting.NotServed);
        kube.apply(manifest("early", "{type: Istio}"));

        discovery.look();

        assertThat(names()).containsExactly("early");
        assertThat(found(status("early")).getReason()).isEqualTo("NotInstalled");
        assertThat(found(status("early")).getMessage())
                .isEqualTo("The API server does not serve virtualservices of networking.istio.io.");
    }

    @Test
    void keepsWhatIsKnownAndGoesOnWhenItMayNotLook() {
        istiod.install("istio-system", "default", IMAGE);
        discovery.look();
        Mesh mesh = mesh("istio");
        mesh.setStatus(status("istio"));
        try (KubernetesClient nobody = clientOf("nobody")) {
            discovery = discovery(nobody, true);

            assertThat(warningsOf(discovery::look)).hasSize(1);
            assertThat(warningsOf(discovery::look)).isEmpty();

            MeshStatus status = statuses().of(mesh);
            assertThat(found(status).getStatus()).isEqualTo("Unknown");
            assertThat(found(status).getReason()).isEqualTo("LookFailed");
            assertThat(found(status).getMessage()).contains("deployments.apps is forbidden");
            assertThat(status.version()).isEqualTo("1.27.1");
        }
    }

    @Test
    void goesOnWhenItMayNotCreate() {
        istiod.install("istio-system", "default", IMAGE);
        kube.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: looks-only}
                rules:
                - {apiGroups: [apps], resources: [deployments], verbs: [list]}
                - {apiGroups: [glooshot.solo.io], resources: [meshes], verbs: [list]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: looks-only}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: looks-only}
                subjects: [{kind: ServiceAccount, name: looks-only, namespace: default}]
                """);
        try (KubernetesClient looksOnly = clientOf("looks-only")) {
            discovery = discovery(looksOnly, true);

            assertThat(warningsOf(discovery::look))
                    .singleElement()
                    .asString()
                    .contains("Cannot create Mesh istio: meshes.glooshot.solo.io is forbidden");
            assertThat(warningsOf(discovery::look)).isEmpty();
            assertThat(names()).isEmpty();
            assertThat(discovery.lastSighting(MeshType.Istio)).containsInstanceOf(Sighting.Seen.class);
        }
    }

    @Test
    void goesOnAfterALookThatBreaksDown() {
        ControlPlaneFinder broken = new ControlPlaneFinder() {
            @Override
            public MeshType type() {
                return MeshType.Istio;
            }

            @Override
            public Sighting look() {
                throw new IllegalStateException("broken");
            }

            @Override
            public String describe(String revision) {
                throw new UnsupportedOperationException();
            }
        };
        discovery = discovery(kube.client(), broken, true);

        discovery.look();

        assertThat(discovery.lastSighting(MeshType.Istio)).containsInstanceOf(Sighting.Failed.class);
    }

    @Test
    void leavesAMeshOfTheSameNameAlone() {
        istiod.install("istio-system", "default", IMAGE);
        kube.apply(manifest("istio", "{type: Envoy}"));

        discovery.look();

        assertThat(names()).containsExactly("istio");
        assertThat(mesh("istio").getSpec().type()).isEqualTo(MeshType.Envoy);
        assertThat(status("istio").conditions()).isEmpty();
    }

    @Test
    void keepsTheTimeOfTransitionAndWhatAnEarlierLeaderFound() {
        istiod.install("istio-system", "default", IMAGE);
        discovery.look();
        Mesh mesh = mesh("istio");
        mesh.setStatus(status("istio"));

        discovery = discovery(kube.client(), true);

        assertThat(statuses().of(mesh)).isEqualTo(mesh.getStatus());
        discovery.look();
        assertThat(statuses().of(mesh)).isEqualTo(mesh.getStatus());
    }

    @Test
    void doesNotKnowBeforeTheFirstLook() {
        kube.apply(manifest("early", "{type: Istio}"));

        assertThat(found(status("early")).getStatus()).isEqualTo("Unknown");
        assertThat(found(status("early")).getReason()).isEqualTo("NotLookedYet");
    }

    private MeshStatusFactory statuses() {
        return new MeshStatusFactory(new Meshes(List.of()), discovery, Clock.systemUTC());
    }

    private MeshStatus status(String mesh) {
        return statuses().of(mesh(mesh));
    }

    private static Condition found(MeshStatus status) {
        assertThat(status.conditions()).hasSize(1);
        assertThat(status.conditions().get(0).getType()).isEqualTo("ControlPlaneFound");
        return status.conditions().get(0);
    }

    private Discovery discovery(KubernetesClient client, boolean enabled) {
        return discovery(client, finder(client), enabled);
    }

    private Discovery discovery(KubernetesClient client, ControlPlaneFinder finder, boolean enabled) {
        var settings = new DiscoverySettings() {
            @Override
            public boolean enabled() {
                return enabled;
            }

            @Override
            public Duration interval() {
                throw new UnsupportedOperationException();
            }
        };
        return new Discovery(List.of(finder), client, mandate, settings, new MeshPokes());
    }

    private static ControlPlaneFinder finder(KubernetesClient client) {
        return new IstioControlPlanes(client, new TestIstioSettings(Duration.ZERO, 0));
    }

    private static List<String> warningsOf(Runnable action) {
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                    warnings.add(
                            entry instanceof ExtLogRecord formatted
                                    ? formatted.getFormattedMessage()
                                    : entry.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Discovery.class.getName());
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return warnings;
    }

    private static KubernetesClient clientOf(String serviceAccount) {
        kube.apply("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: %s, namespace: default}\n"
                .formatted(serviceAccount));
        Path kubeconfig = kube.kubeconfigWith(serviceAccount, kube.serviceAccountToken("default", serviceAccount));
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    private static Mesh mesh(String name) {
        return kube.client().resources(Mesh.class).withName(name).get();
    }

    private static List<String> names() {
        return kube.client().resources(Mesh.class).list().getItems().stream()
                .map(mesh -> mesh.getMetadata().getName())
                .sorted()
                .toList();
    }

    private static String manifest(String name, String spec) {
        return "apiVersion: glooshot.solo.io/v1\nkind: Mesh\nmetadata: {name: %s}\nspec: %s\n".formatted(name, spec);
    }
}
