package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.install.Terminal.Said;
import io.glooshot.playground.Command;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The chart's installation, its upgrade and its end, one after the other, on a real API server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartInstallationIT {

    private static final String CHART = ChartTemplates.CHART.toString();
    private static final String OURS = "app.kubernetes.io/name=glooshot";

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static StandIns standIns;
    private static Helm helm;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        standIns = StandIns.start(kube.client());
        helm = new Helm(directory);
    }

    @AfterAll
    static void stopServer() {
        standIns.close();
        kube.close();
    }

    @Test
    @Order(1)
    void installsAndSaysWhatToDoNext() {
        Command.Result result = helm("install", "glooshot", CHART, "-n", "chaos", "--create-namespace");

        assertThat(result.ok()).as(result.text()).isTrue();
        assertThat(result.stdout())
                .contains(
                        "is installed in namespace chaos",
                        "helm test glooshot --namespace chaos",
                        "No prometheus.url was given")
                .doesNotContain("<no value>");
        assertThat(kube.mustKubectl("get", "experiments,meshes,reports,killswitches,experimentpolicies", "-A"))
                .doesNotContain("the server doesn't have");
        // As the notes say.
        kube.mustKubectl("label", "namespace", "chaos", "pod-security.kubernetes.io/enforce=restricted");
    }

    @Test
    @Order(2)
    void isFoundWellByTheDoctorOfTheChartsTest() {
        String test = helm(
                        "template",
                        "glooshot",
                        CHART,
                        "-n",
                        "chaos",
                        Helm.KUBERNETES,
                        "-s",
                        "templates/tests/doctor.yaml")
                .stdout();
        // No kubelet runs here, so that the pod starts nothing. What it would run is run by hand, with its account.
        Command.Result applied = kube.kubectl(test, kube.kubeconfig(), "apply", "--server-side", "-f", "-");
        assertThat(applied.ok()).as(applied.text()).isTrue();
        assertThat(applied.text()).contains("pod/glooshot-test").doesNotContain("would violate PodSecurity");
        kube.mustKubectl("create", "-n", "chaos", "-f", lease().toString());
        Terminal account =
                new Terminal(kube.kubeconfigWith("test", kube.serviceAccountToken("chaos", "glooshot-test")));

        Said said = account.glooshot("doctor", "--install-namespace", "chaos");

        assertThat(said.out())
                .containsPattern("ok +crds")
                .containsPattern("ok +admission")
                // A chart has the version of a release, this build that of none yet.
                .containsPattern("(ok|warn) +controller +2 of 2 ready")
                .containsPattern("(ok|warn) +guard +1 of 1 ready")
                .containsPattern("ok +leader")
                .doesNotContain("fail ");
        assertThat(said.code()).as(said.out()).isZero();
        kube.kubectl(test, kube.kubeconfig(), "delete", "-f", "-");
    }

    @Test
    @Order(3)
    void upgradesTheKindsAndKeepsTheirObjects() {
        kube.mustKubectl("create", "namespace", "bookinfo");
        // Of an older version, which had no such field.
        kube.mustKubectl(
                "patch",
                "crd",
                "experiments.glooshot.solo.io",
                "--type=json",
                "-p",
                "[{\"op\":\"remove\",\"path\":\"/spec/versions/0/schema/openAPIV3Schema/properties/status/properties/warnings\"}]");
        kube.apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: old, namespace: bookinfo}
                spec: {duration: 5m}
                """);

        Command.Result result = helm("upgrade", "glooshot", CHART, "-n", "chaos", "--set", "replicas=3");

        assertThat(result.ok()).as(result.text()).isTrue();
        assertThat(kube.mustKubectl("get", "crd", "experiments.glooshot.solo.io", "-o", "yaml"))
                .contains("warnings:");
        assertThat(kube.mustKubectl("get", "experiment", "old", "-n", "bookinfo", "-o", "jsonpath={.spec.duration}"))
                .isEqualToIgnoringNewLines("5m");
        assertThat(kube.mustKubectl(
                        "get", "deployment", "glooshot-controller", "-n", "chaos", "-o", "jsonpath={.spec.replicas}"))
                .isEqualToIgnoringNewLines("3");
    }

    @Test
    @Order(4)
    void isNotOverruledByInit() {
        String before = all();

        Said said = new Terminal(kube.kubeconfig()).glooshot("init", "-n", "chaos");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("Gloo Shot was not installed", "helm", "Do:    ");
        assertThat(all()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void leavesTheKindsWithTheirObjectsAndNothingElse() {
        Command.Result result = helm("uninstall", "glooshot", "-n", "chaos");

        assertThat(result.ok()).as(result.text()).isTrue();
        assertThat(all().lines())
                .hasSize(Release.crds().size())
                .allMatch(line -> line.startsWith("customresourcedefinition"));
        assertThat(kube.mustKubectl("get", "experiments", "-n", "bookinfo", "-o", "name"))
                .contains("experiment.glooshot.solo.io/old");
        assertThat(kube.mustKubectl("get", "secrets,configmaps", "-n", "chaos", "-o", "name"))
                .isBlank();
    }

    @Test
    @Order(6)
    void takesTheKindsThatAreThereOverAgain() {
        Command.Result result = helm("install", "glooshot", CHART, "-n", "chaos");

        assertThat(result.ok()).as(result.text()).isTrue();
        assertThat(kube.mustKubectl("get", "experiments", "-n", "bookinfo", "-o", "name"))
                .contains("experiment.glooshot.solo.io/old");
        assertThat(helm("uninstall", "glooshot", "-n", "chaos").ok()).isTrue();
    }

    /** What there is of an installation, in the whole cluster. */
    private static String all() {
        return kube.mustKubectl(
                "get",
                "crd,clusterroles,clusterrolebindings,validatingadmissionpolicies,validatingadmissionpolicybindings,"
                        + "serviceaccounts,roles,rolebindings,configmaps,services,poddisruptionbudgets,networkpolicies,"
                        + "deployments,pods",
                "-A",
                "-l",
                OURS,
                "-o",
                "name");
    }

    /** As a controller would keep it. */
    private static Path lease() {
        try {
            return Files.writeString(
                    directory.resolve("lease.yaml"), """
                    apiVersion: coordination.k8s.io/v1
                    kind: Lease
                    metadata: {name: glooshot}
                    spec:
                      holderIdentity: glooshot-controller-1
                      leaseDurationSeconds: 15
                      renewTime: "%s"
                    """.formatted(Instant.now().truncatedTo(ChronoUnit.MICROS)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command.Result helm(String... arguments) {
        return helm.in(kube.kubeconfig(), arguments);
    }
}
