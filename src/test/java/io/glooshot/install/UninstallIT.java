package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.glooshot.api.GlooShot;
import io.glooshot.install.Terminal.Said;
import io.glooshot.playground.Command;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken out, what stays, and what stands in the way, on a real API server. */
class UninstallIT {

    private static final String UNINSTALL = "uninstall";
    private static final String[] FAST = {"--convergence", "100ms", "--timeout", "30s"};

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Terminal admin;
    private static StandIns standIns;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.mustKubectl("apply", "--server-side", "-f", "src/test/resources/install/istio-crds.yaml");
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kube.mustKubectl("create", "namespace", "shop");
        admin = new Terminal(kube.kubeconfig());
        standIns = StandIns.start(kube.client());
    }

    @AfterAll
    static void stopServer() {
        standIns.close();
        kube.close();
    }

    @BeforeEach
    void install() {
        Said said = admin.glooshot("init");
        assertThat(said.code()).as(said.err()).isZero();
        // As a controller makes it.
        ZonedDateTime longAgo = ZonedDateTime.now(ZoneOffset.UTC).minusHours(1);
        kube.client()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("glooshot")
                        .withNamespace("glooshot")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("gone")
                        .withLeaseDurationSeconds(15)
                        .withRenewTime(longAgo)
                        .endSpec()
                        .build())
                .createOr(there -> there.update());
    }

    @Test
    void leavesNothing() {
        Said dry = admin.glooshot(UNINSTALL, "--dry-run", "--delete-crds");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(labelled()).hasSizeGreaterThan(20);

        Said said = glooshot("--delete-crds", "--yes");

        assertThat(said.code()).as(said.err()).isZero();
        said.isGolden("uninstall");
        assertThat(dry.out().lines().map(line -> line.replace(" (dry run)", "")))
                .isSubsetOf(said.out().lines().toList());
        assertThat(labelled()).isEmpty();
        assertThat(kube.mustKubectl("get", "leases,namespaces", "-A", "-o", "name"))
                .doesNotContain("glooshot");
    }

    @Test
    void keepsTheKindsAndTheirObjectsUnlessToldOtherwise() {
        experiment("kept", "Succeeded");

        Said said = glooshot();

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(labelled()).hasSize(5).allMatch(name -> name.startsWith("customresourcedefinition"));
        assertThat(kube.mustKubectl("get", "experiments", "-A", "-o", "name")).contains("kept");
        assertThat(kube.mustKubectl("get", "killswitches", "-o", "name")).isEmpty();

        Said again = glooshot();
        assertThat(again.code()).as(again.err()).isZero();
        kube.mustKubectl("delete", "experiment", "kept", "-n", "shop");
    }

    @Test
    void refusesToDeleteTheKindsWithoutConsent() {
        Said said = glooshot("--delete-crds");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("0 experiments and 0 reports would be deleted", "--yes");
        assertThat(labelled()).hasSizeGreaterThan(20);
    }

    @Test
    void asksOnATerminalBeforeItDeletesTheKinds() throws IOException {
        Command.Result no = onTerminal("no");

        assertThat(no.exitCode()).isEqualTo(1);
        assertThat(no.stdout()).contains("Delete them? Type yes:", "the answer was not yes");
        assertThat(labelled()).hasSizeGreaterThan(20);

        Command.Result yes = onTerminal("yes");

        assertThat(yes.exitCode()).as(yes.text()).isZero();
        assertThat(labelled()).isEmpty();
    }

    /** The packaged command in a pseudo-terminal. */
    private static Command.Result onTerminal(String answer) throws IOException {
        String command = "%s uninstall --delete-crds --kubeconfig %s"
                .formatted(String.join(" ", ControllerProcess.program()), kube.kubeconfig());
        return Command.of("script", "-qec", command, "/dev/null")
                .input(answer + "\n")
                .run(Duration.ofSeconds(90));
    }

    @Test
    void refusesWhileFaultsAreOnAndTakesThemOffWhenTold() {
        String uid = experiment("breaks", "Started");
        kube.apply("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: theirs, namespace: shop}
                spec:
                  hosts: [theirs]
                  http:
                  - {name: glooshot-%1$s-0, route: [{destination: {host: theirs}}]}
                  - {name: own, route: [{destination: {host: theirs}}]}
                ---
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: glooshot-%1$s-2, namespace: shop, labels: {glooshot.solo.io/fault: "true"}}
                spec:
                  configPatches:
                  - applyTo: EXTENSION_CONFIG
                    patch: {operation: ADD, value: {name: f, typed_config: {abort: {http_status: 503}}}}
                """.formatted(uid));

        Said refused = glooshot();

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        refused.isGolden("uninstall-refused");
        assertThat(labelled()).hasSizeGreaterThan(20);

        Said said = glooshot("--remove-faults");

        assertThat(said.code()).as(said.out() + said.err()).isZero();
        assertThat(kube.mustKubectl("get", "virtualservices,envoyfilters", "-A", "-o", "yaml"))
                .doesNotContain(uid);
        assertThat(kube.mustKubectl(
                                "get", "virtualservice", "theirs", "-n", "shop", "-o", "jsonpath={.spec.http[*].name}")
                        .strip())
                .isEqualTo("own");
        List<String> lines = said.out().lines().toList();
        assertThat(lines)
                .containsSubsequence(
                        "killswitch.glooshot.solo.io/glooshot-uninstall created: nothing starts any more",
                        "No fault is left in the cluster.",
                        "deployment.apps/glooshot-controller deleted",
                        "deployment.apps/glooshot-guard deleted",
                        "clusterrole.rbac.authorization.k8s.io/glooshot-guard deleted");
        assertThat(kube.mustKubectl("get", "experiment", "breaks", "-n", "shop", "-o", "jsonpath={.spec.stop}"))
                .contains("true");
        // Nobody else would.
        assertThat(kube.mustKubectl(
                        "get", "experiment", "breaks", "-n", "shop", "-o", "jsonpath={.metadata.finalizers}"))
                .doesNotContain(GlooShot.FINALIZER);
        kube.mustKubectl("delete", "experiment", "breaks", "-n", "shop", "--timeout=10s");
        kube.mustKubectl("delete", "virtualservice", "theirs", "-n", "shop");
    }

    @Test
    void refusesWhileAnExperimentGoesOnOrWaits() {
        experiment("waits", null);

        Said said = glooshot();

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("experiment shop/waits goes on", "--remove-faults");
        // Deleting experiments that hold a finalizer hangs neither.
        Said forced = glooshot("--remove-faults", "--delete-crds", "--yes");
        assertThat(forced.code()).as(forced.err()).isZero();
        assertThat(labelled()).isEmpty();
    }

    @Test
    void waitsForAControllerThatStillWorksAndGivesUpWhenItDoesNot() {
        kube.client().leases().inNamespace("glooshot").withName("glooshot").edit(lease -> {
            lease.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC));
            return lease;
        });
        experiment("stuck", "Stopping");

        Said said = admin.glooshot(UNINSTALL, "--remove-faults", "--timeout", "2s", "--convergence", "100ms");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("experiment shop/stuck goes on", "KillSwitch glooshot-uninstall");
        assertThat(kube.kubectl("get", "deployment", "glooshot-controller", "-n", "glooshot")
                        .ok())
                .isTrue();
        assertThat(kube.kubectl("get", "killswitch", "glooshot-uninstall").ok()).isTrue();
        state("stuck", "Aborted");
        assertThat(glooshot().code()).isZero();
        assertThat(kube.mustKubectl("get", "killswitches", "-o", "name")).isEmpty();
        kube.mustKubectl("delete", "experiment", "stuck", "-n", "shop", "--timeout=10s");
    }

    @Test
    void keepsANamespaceThatOthersUse() {
        kube.mustKubectl("create", "configmap", "theirs", "-n", "glooshot");

        Said said = glooshot("--delete-crds", "--yes");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("Namespace glooshot stays: others have objects in it: configmap/theirs");
        assertThat(kube.kubectl("get", "configmap", "theirs", "-n", "glooshot").ok())
                .isTrue();
        assertThat(labelled()).containsExactly("namespace/glooshot");
        kube.mustKubectl("delete", "configmap", "theirs", "-n", "glooshot");
    }

    @Test
    void saysWhereItIsInstead() {
        Said said = admin.glooshot(UNINSTALL, "-n", "elsewhere");

        // The kinds are everybody's, but the rest is not there.
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err())
                .contains("it is in namespace glooshot, not in elsewhere", "`glooshot uninstall -n glooshot`");
        assertThat(labelled()).hasSizeGreaterThan(20);
    }

    @Test
    void leavesAloneWhatWasInstalledAnotherWay() {
        assertThat(glooshot("--delete-crds", "--yes").code()).isZero();
        kube.mustKubectl("apply", "--server-side", "-f", "crd");
        kube.mustKubectl("apply", "--server-side", "-k", "kubernetes/manifests");

        Said said = glooshot();

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("it was not `glooshot init`", "kubectl delete -k");
        kube.mustKubectl("delete", "-k", "kubernetes/manifests", "--wait=false");
        kube.mustKubectl("delete", "-f", "crd");
        await().until(() -> !kube.kubectl("get", "namespace", "glooshot").ok());
    }

    private static Said glooshot(String... words) {
        return admin.glooshot(Stream.of(Stream.of(UNINSTALL), Stream.of(FAST), Stream.of(words))
                .flatMap(each -> each)
                .toArray(String[]::new));
    }

    /** As a controller leaves it. Returns its UID. */
    private static String experiment(String name, String state) {
        kube.apply(Manifests.experiment("shop", name, Manifests.fault("destinationServices: [{name: s}]")));
        kube.mustKubectl(
                "patch",
                "experiment",
                name,
                "-n",
                "shop",
                "--type=merge",
                "-p",
                "{\"metadata\":{\"finalizers\":[\"%s\"]}}".formatted(GlooShot.FINALIZER));
        if (state != null) {
            state(name, state);
        }
        return kube.mustKubectl("get", "experiment", name, "-n", "shop", "-o", "jsonpath={.metadata.uid}")
                .strip();
    }

    private static void state(String name, String state) {
        kube.mustKubectl(
                "patch",
                "experiment",
                name,
                "-n",
                "shop",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"state\":\"%s\",\"deadline\":\"%s\"}}"
                        .formatted(state, Instant.now().plus(1, ChronoUnit.HOURS)));
    }

    /** Every object of every kind that there is, by our label. */
    private static List<String> labelled() {
        String kinds = String.join(
                ",",
                kube.mustKubectl("api-resources", "--verbs=list", "-o", "name")
                        .lines()
                        .toList());
        return kube.mustKubectl("get", kinds, "-A", "-l", "app.kubernetes.io/name=glooshot", "-o", "name")
                .lines()
                .toList();
    }
}
