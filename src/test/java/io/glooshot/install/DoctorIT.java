package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.glooshot.install.Terminal.Said;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.LoopbackPorts;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What is well and what is not, on a real API server: before an installation, with a good one, and with everything that can be wrong. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DoctorIT {

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Terminal admin;
    private static StandIns standIns;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.mustKubectl("apply", "--server-side", "-f", "src/test/resources/install/istio-crds.yaml");
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
    void saysThatNothingIsInstalled() {
        Said said = admin.glooshot("doctor");

        assertThat(said.code()).isEqualTo(1);
        said.isGolden("doctor-before");
        assertThat(said.err()).isEmpty();
    }

    @Test
    @Order(2)
    void saysThatAllIsWell() {
        assertThat(admin.glooshot("init").code()).isZero();
        lease("glooshot-controller-7d9c", Duration.ZERO);
        kube.apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: istio}
                spec: {type: Istio}
                """);
        meshStatus("True", "It is Deployment istiod in namespace istio-system.");

        Said said = admin.glooshot("doctor");

        assertThat(said.code()).as(said.out()).isZero();
        said.isGolden("doctor");
    }

    @Test
    @Order(3)
    void showsTheSameAsJson() throws IOException {
        Said said = admin.glooshot("doctor", "-o", "json");

        assertThat(said.code()).isZero();
        JsonNode findings = new ObjectMapper().readTree(said.out());
        assertThat(findings.findValuesAsText("check")).contains("cluster", "leader", "mesh istio", "may run");
        assertThat(findings.findValuesAsText("level")).contains("ok", "skip").doesNotContain("fail");
    }

    @Test
    @Order(4)
    void worksWithoutAnyRightAndSaysWhatItMayNotSee() {
        kube.mustKubectl("create", "serviceaccount", "nobody", "-n", "default");
        Terminal nobody = new Terminal(kube.kubeconfigWith("nobody", kube.serviceAccountToken("default", "nobody")));

        Said said = nobody.glooshot("doctor");

        assertThat(said.code()).as(said.out()).isZero();
        assertThat(said.out())
                .contains(
                        "skip   crds",
                        "you may not look at customresourcedefinitions.apiextensions.k8s.io",
                        "warn   may run")
                .doesNotContain("fail ", "\tat ");
    }

    @Test
    @Order(5)
    void knowsWhatARoleLets() {
        kube.mustKubectl(
                "create",
                "rolebinding",
                "nobody",
                "-n",
                "default",
                "--clusterrole=glooshot-experimenter",
                "--serviceaccount=default:nobody");
        Terminal user = new Terminal(kube.kubeconfigWith("nobody", kube.serviceAccountToken("default", "nobody")));

        Said said = user.glooshot("doctor");

        assertThat(said.out())
                .containsPattern("ok +may run +yes")
                .containsPattern("ok +may stop +yes")
                .containsPattern("warn +may stop --all +no: may not create, delete killswitches.glooshot.solo.io")
                .containsPattern("warn +may init +no");
    }

    @Test
    @Order(6)
    void asksAPrometheusThatItIsTold() {
        Said said = admin.glooshot("doctor", "--prometheus", "http://127.0.0.1:" + LoopbackPorts.take());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).containsPattern("fail +prometheus +http://127.0.0.1:\\d+ cannot be asked");
    }

    @Test
    @Order(7)
    void findsEverythingThatIsWrong() {
        standIns.close();
        lease("glooshot-controller-7d9c", Duration.ofMinutes(-10));
        meshStatus("False", "There is no Deployment labelled app=istiod of revision default in any namespace.");
        kube.apply("""
                apiVersion: glooshot.solo.io/v1
                kind: KillSwitch
                metadata: {name: everything}
                spec: {reason: an incident}
                ---
                apiVersion: glooshot.solo.io/v1
                kind: ExperimentPolicy
                metadata: {name: gentle}
                spec: {maxPercentage: 5}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: ratings, namespace: default}
                spec:
                  hosts: [ratings]
                  http: [{name: glooshot-3c3e1b5e-6a7b-4c8d-9e0f-112233445566-0, route: [{destination: {host: ratings}}]}]
                """);
        kube.mustKubectl("patch", "exppol", "gentle", "--subresource=status", "--type=merge", "-p", """
                {"status":{"conditions":[{"type":"Accepted","status":"False","reason":"NotUnderstood","lastTransitionTime":"2026-11-26T09:00:00Z",
                "message":"spec.allowedWindows[0].timeZone: no such zone. No experiment that the policy selects can run."}]}}""");
        kube.mustKubectl("delete", "validatingadmissionpolicybinding", "glooshot-inject");
        kube.mustKubectl("delete", "clusterrolebinding", "glooshot-controller");
        kube.mustKubectl(
                "patch",
                "deployment",
                "glooshot-guard",
                "-n",
                "glooshot",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"updatedReplicas\":0,\"availableReplicas\":0,\"readyReplicas\":0,\"replicas\":0}}");
        kube.mustKubectl(
                "label",
                "deployment",
                "glooshot-controller",
                "-n",
                "glooshot",
                "--overwrite",
                "app.kubernetes.io/version=0.0.9");
        kube.mustKubectl(
                "patch",
                "crd",
                "killswitches.glooshot.solo.io",
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/reason/description\",\"value\":\"old\"}]");

        Said said = admin.glooshot("doctor");

        assertThat(said.code()).isEqualTo(1);
        said.isGolden("doctor-everything-wrong");
    }

    @Test
    @Order(8)
    void tellsAControllerWithAClockThatIsAhead() {
        lease("glooshot-controller-7d9c", Duration.ofMinutes(5));

        assertThat(admin.glooshot("doctor").out())
                .containsPattern("fail +leader +the clock of glooshot-controller-7d9c is (29\\d|300) s ahead");
    }

    @Test
    @Order(9)
    void saysNoMoreThanThatTheClusterCannotBeReached() throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("nowhere"), """
                apiVersion: v1
                kind: Config
                current-context: nowhere
                contexts: [{name: nowhere, context: {cluster: nowhere, user: me}}]
                clusters: [{name: nowhere, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {}}]
                """.formatted(LoopbackPorts.take()));

        Said said = new Terminal(kubeconfig).glooshot("doctor");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out().lines()).hasSize(3);
        assertThat(said.out()).contains("fail   cluster", "cannot be asked", "kubectl cluster-info");
    }

    private static void meshStatus(String found, String message) {
        kube.mustKubectl(
                "patch", "mesh", "istio", "--subresource=status", "--type=merge", "-p", """
                {"status":{"version":"1.27.1","observedGeneration":1,
                "conditions":[{"type":"ControlPlaneFound","status":"%s","reason":"R","message":"%s","lastTransitionTime":"2026-11-26T09:00:00Z"}],
                "capabilities":{"abort":true,"grpcAbort":true,"delay":true,"originScoping":true,"headerMatch":true,"pathMatch":true,
                "methodMatch":true,"clientSide":true,"serverSide":true,"serverSideOrigins":false,"workloadLabels":true,"decimalPercentage":true,"proofOfInjection":true}}}""".formatted(found, message));
    }

    private static void lease(String holder, Duration ahead) {
        kube.client()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("glooshot")
                        .withNamespace("glooshot")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withLeaseDurationSeconds(15)
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC).plus(ahead))
                        .endSpec()
                        .build())
                .createOr(there -> there.update());
    }
}
