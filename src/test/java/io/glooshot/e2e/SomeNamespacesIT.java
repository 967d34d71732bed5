package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.AuditLog;
import io.glooshot.playground.Command;
import io.glooshot.playground.GuardProcess;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An installation that watches two namespaces of a cluster, with the rights that it has there and no others, on Istio. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SomeNamespacesIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> ACCOUNTS = List.of("glooshot-controller", "glooshot-guard");
    /** Of which there is one for the whole cluster. */
    private static final Set<String> CLUSTER_SCOPED = Set.of(
            "namespaces",
            "customresourcedefinitions",
            "meshes",
            "meshes/status",
            "experimentpolicies",
            "experimentpolicies/status",
            "killswitches",
            "selfsubjectrulesreviews",
            "selfsubjectaccessreviews");

    private static World world;
    private static IstioBookinfo bookinfo;
    private static User shop;
    private static String payments;
    private static String elsewhere;

    @BeforeAll
    static void installIt() {
        world = World.builder(Progress.toStandardOut()).istio().start();
        bookinfo = world.istioBookinfo(world.newNamespace("shop"));
        shop = new User(world, bookinfo.namespace());
        payments = world.newNamespace("payments");
        elsewhere = world.newNamespace("elsewhere");
        install();
        world.controller()
                .with(
                        "KUBECONFIG",
                        Rights.kubeconfig(world, "glooshot-controller").toString())
                .with("GLOOSHOT_LEADER_ELECTION_LEASE_NAMESPACE", Rights.NAMESPACE)
                .with("GLOOSHOT_LEADER_ELECTION_IDENTITY", "controller")
                .with("GLOOSHOT_RUN_PROOF_TIMEOUT", "10s")
                .with("GLOOSHOT_ISTIO_CONVERGENCE", IstioEndToEnd.CONVERGENCE.toString());
        settings().forEach(world.controller()::with);
        world.controller().start();
    }

    @AfterAll
    static void endWorld() {
        bookinfo.close();
        world.close();
    }

    @Test
    @Order(1)
    void givesRightsInThoseNamespacesOnly() {
        assertThat(may("glooshot-controller", "list", "virtualservices", shop.namespace()))
                .isTrue();
        for (String account : ACCOUNTS) {
            assertThat(may(account, "list", "experiments", payments)).isTrue();
            assertThat(may(account, "list", "experiments", elsewhere)).isFalse();
            assertThat(may(account, "list", "virtualservices", elsewhere)).isFalse();
            assertThat(may(account, "list", "deployments.apps", "istio-system")).isTrue();
            assertThat(may(account, "list", "deployments.apps", shop.namespace()))
                    .isFalse();
        }
    }

    @Test
    @Order(2)
    void runsExperimentsWithThoseRightsAndAsksForNoOthers() {
        run("in-a-route", "Client");
        run("in-a-filter", "Server");

        for (String account : ACCOUNTS) {
            List<AuditLog.Call> calls = world.kube().audit().of(Rights.NAMESPACE, account);
            assertThat(calls).as("refused").noneMatch(call -> call.code() == 403);
            assertThat(calls)
                    .as("in the whole cluster, or elsewhere")
                    .filteredOn(call -> !CLUSTER_SCOPED.contains(call.resource()))
                    .extracting(AuditLog.Call::namespace)
                    .isSubsetOf(shop.namespace(), payments, Rights.NAMESPACE, "istio-system");
        }
    }

    @Test
    @Order(3)
    void refusesWhatNobodyWouldLookAt(@TempDir Path directory) throws IOException {
        User other = new User(world, elsewhere);
        Path file = Files.writeString(directory.resolve("unseen.yaml"), experiment(elsewhere, "unseen", elsewhere));
        Command.Result created = world.kube().kubectl("create", "-f", file.toString());

        assertThat(created.ok()).isFalse();
        assertThat(created.stderr())
                .contains("this installation of Gloo Shot watches other namespaces only: ", shop.namespace(), payments);
        assertThat(other.find("unseen")).isEmpty();

        world.kube().apply(experiment(shop.namespace(), "reaches-out", elsewhere));
        ExperimentStatus status = shop.awaitEnd("reaches-out");
        assertThat(status.state()).isEqualTo(State.Aborted);
        assertThat(status.reason()).isEqualTo("NamespaceNotWatched");
        assertThat(status.message())
                .isEqualTo(
                        "spec.faults[0] names namespace %s, which this installation of Gloo Shot does not watch; it watches: %s."
                                .formatted(
                                        elsewhere,
                                        Stream.of(watched().split(",")).sorted().collect(Collectors.joining(", "))));
    }

    @Test
    @Order(4)
    void showsItToWhoeverAsks() {
        Command.Result there = world.glooshot("doctor", "-n", payments);
        assertThat(there.stdout())
                .containsPattern("ok +watched +namespaces " + watched().replace(",", ", "))
                .containsPattern("ok +rights of controller +all \\d+")
                .containsPattern("ok +rights of guard +all \\d+");

        assertThat(world.glooshot("doctor", "-n", elsewhere).stdout())
                .containsPattern("warn +watched +namespaces .*, and not " + elsewhere);
    }

    @Test
    @Order(5)
    void leavesNoNamespaceWhileAFaultIsOnInIt() {
        String uid = inject("goes-on", "10m", "Client");

        Command.Result narrowed = world.glooshot("init", "--wait=false", "--set=watchNamespaces=[" + payments + "]");

        assertThat(narrowed.exitCode()).isEqualTo(1);
        assertThat(narrowed.stderr())
                .contains(
                        "outside the watchNamespaces",
                        "a fault is on in VirtualService %s/".formatted(shop.namespace()),
                        "experiment %s/goes-on goes on".formatted(shop.namespace()));
        assertThat(watched()).contains(shop.namespace());
        shop.kubectl("patch", "experiment", "goes-on", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        shop.awaitEnd("goes-on");
        assertNothingLeft(uid);
    }

    /** The owner of a namespace can delete what gives us rights in it. */
    @Test
    @Order(6)
    void looksAfterTheOthersWhenOneNamespaceTakesTheRightsAway() {
        world.kube().mustKubectl("delete", "rolebindings", "-n", payments, "--all");
        await().atMost(LIMIT).until(() -> !may("glooshot-guard", "list", "experiments", payments));
        world.controller().stop();
        world.controller().start();

        String uid = inject("among-others", "10m", "Client");
        assertThat(metric("glooshot_namespaces_unreadable")).isEqualTo("1.0");
        assertThat(world.controller().log())
                .content()
                .contains("Cannot read experiments in namespace %s, and passes them over".formatted(payments));
        try (GuardProcess guard = guard()) {
            world.controller().kill();

            await().atMost(LIMIT).untilAsserted(() -> assertNothingLeft(uid));
            // It tells when it has looked once more.
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(guard.log())
                            .content()
                            .contains(
                                    "Cannot read virtualservices in namespace %s".formatted(payments),
                                    "no controller has shown itself",
                                    "What can be seen of the fault of experiment %s/among-others is off; what is in %s cannot."
                                            .formatted(shop.namespace(), payments)));

            install();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(guard.log())
                            .content()
                            .contains("Can read virtualservices in namespace %s again.".formatted(payments)));
        }
        world.controller().start();
        await().atMost(LIMIT)
                .until(() -> metric("glooshot_namespaces_unreadable").equals("0.0"));
        assertThat(shop.awaitEnd("among-others").reason()).isEqualTo("Stopped");
    }

    @Test
    @Order(7)
    void doesNotTakeAFaultForOffThatItMayNotSee() {
        String uid = injectInPayments("out-of-sight");
        world.kube().mustKubectl("delete", "rolebindings", "-n", payments, "--all");
        await().atMost(LIMIT).until(() -> !may("glooshot-controller", "list", "virtualservices", payments));

        shop.kubectl("patch", "experiment", "out-of-sight", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        String unknown =
                "Namespace %s may not be read, so nobody knows whether the fault is off there.".formatted(payments);
        await().atMost(LIMIT)
                .until(() -> shop.kubectl("get", "experiment", "out-of-sight", "-o", "json")
                        .stdout()
                        .contains(unknown));
        assertThat(shop.status("out-of-sight").state()).isEqualTo(State.Stopping);

        install();
        ExperimentStatus ended = shop.awaitEnd("out-of-sight");
        assertThat(ended.reason()).isEqualTo("Stopped");
        assertNothingLeft(uid);
    }

    /** On calls from the shop to a service of payments, which agrees. */
    private static String injectInPayments(String name) {
        world.kube().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: ledger, namespace: %s}
                spec: {selector: {app: ledger}, ports: [{name: http, port: 9080}]}
                """.formatted(payments));
        world.kube()
                .mustKubectl(
                        "annotate",
                        "namespace",
                        payments,
                        "glooshot.solo.io/allow-experiments-from=" + shop.namespace());
        shop.apply(name, """
                duration: 10m
                faults:
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ledger, namespace: %s}]
                  side: Client
                  fault: {abort: {httpStatus: 418}}
                """.formatted(payments));
        assertThat(shop.awaitInjected(name).heldBy().toString()).contains("VirtualService " + payments + "/");
        return shop.find(name).orElseThrow().getMetadata().getUid();
    }

    @Test
    @Order(8)
    void canBeWidenedToAllNamespacesAndTakenOutOfAllOfThem() {
        Command.Result widened = world.glooshot("init", "--wait=false", "--dry-run=server");
        assertThat(widened.stdout())
                .contains(
                        "clusterrolebinding.rbac.authorization.k8s.io/glooshot-guard-namespaced created (dry run)",
                        "rolebinding.rbac.authorization.k8s.io/glooshot-guard-namespaced in namespace %s deleted (dry run)"
                                .formatted(payments));

        world.controller().stop();
        // Keeps the namespace, whose deletion would never finish here.
        world.kube().mustKubectl("create", "configmap", "of-others", "-n", Rights.NAMESPACE);
        Command.Result uninstalled = world.glooshot("uninstall", "--delete-crds", "--yes");

        assertThat(uninstalled.exitCode()).as(uninstalled.text()).isZero();
        assertThat(world.kube()
                        .mustKubectl(
                                "get",
                                "rolebindings,clusterrolebindings,clusterroles",
                                "-A",
                                "-l",
                                "app.kubernetes.io/name=glooshot",
                                "-o",
                                "name"))
                .isBlank();
    }

    private static void install() {
        Rights.install(world, "--set=watchNamespaces=[%s, %s]".formatted(shop.namespace(), payments));
    }

    /** As the controller's pods get them. */
    private static Map<String, String> settings() {
        return world.kube()
                .client()
                .configMaps()
                .inNamespace(Rights.NAMESPACE)
                .withName("glooshot-controller")
                .get()
                .getData();
    }

    private static String watched() {
        return settings().get("GLOOSHOT_WATCH_NAMESPACES");
    }

    /** As the guard's pod gets them, and faster. */
    private static GuardProcess guard() {
        Map<String, String> environment = new HashMap<>();
        world.kube()
                .client()
                .apps()
                .deployments()
                .inNamespace(Rights.NAMESPACE)
                .withName("glooshot-guard")
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .forEach(each -> environment.put(each.getName(), String.valueOf(each.getValue())));
        return world.guard(
                Rights.kubeconfig(world, "glooshot-guard"),
                "--lease-namespace=" + Rights.NAMESPACE,
                "--watch-namespaces=" + environment.get("GLOOSHOT_WATCH_NAMESPACES"),
                "--control-plane-namespace=" + environment.get("GLOOSHOT_ISTIO_CONTROL_PLANE_NAMESPACE"),
                "--longest-silence=8s",
                "--interval=500ms",
                "--grace=2s",
                "--convergence=2s");
    }

    private static void run(String name, String side) {
        inject(name, "10s", side);
        ExperimentStatus status = shop.awaitEnd(name);
        assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
        assertNothingLeft(shop.find(name).orElseThrow().getMetadata().getUid());
    }

    private static String inject(String name, String duration, String side) {
        shop.apply(name, """
                duration: %s
                faults:
                - destinationServices: [{name: ratings}]
                  side: %s
                  fault: {abort: {httpStatus: 418}}
                """.formatted(duration, side));
        shop.awaitInjected(name);
        await().atMost(LIMIT)
                .until(() -> bookinfo.ask("reviews", "ratings", "/", Map.of()).status() == 418);
        return shop.find(name).orElseThrow().getMetadata().getUid();
    }

    private static String experiment(String namespace, String name, String target) {
        return """
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: %s, namespace: %s}
                spec:
                  duration: 20s
                  faults:
                  - destinationServices: [{name: ratings, namespace: %s}]
                    fault: {abort: {httpStatus: 418}}
                """.formatted(name, namespace, target);
    }

    private static void assertNothingLeft(String uid) {
        assertThat(world.kube()
                        .mustKubectl(
                                "get", "virtualservices,envoyfilters", "-A", "-o", "yaml", "--show-managed-fields"))
                .doesNotContain(uid);
    }

    private static boolean may(String account, String verb, String resource, String namespace) {
        return world.kube()
                .kubectl(
                        "auth",
                        "can-i",
                        verb,
                        resource,
                        "-n",
                        namespace,
                        "--as=system:serviceaccount:%s:%s".formatted(Rights.NAMESPACE, account))
                .stdout()
                .strip()
                .equals("yes");
    }

    private static String metric(String name) {
        return RestAssured.get(world.controller().httpUrl() + "/q/metrics")
                .body()
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }
}
