package io.glooshot.install;

import static io.glooshot.install.Manifests.experiment;
import static io.glooshot.install.Manifests.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.glooshot.api.Experiment;
import io.glooshot.experiment.Moment;
import io.glooshot.guard.Guard;
import io.glooshot.guard.GuardSettings;
import io.glooshot.guard.KillSwitches;
import io.glooshot.guard.Takedown;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the guard does with its role, and what it leaves behind without any one of its rights. */
class GuardRoleIT {

    private static final String ACCOUNT = "glooshot-guard";
    private static final String USER = "system:serviceaccount:glooshot:" + ACCOUNT;
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LOOKS = 8;

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Cluster cluster;
    private static KubernetesClient guardsClient;

    private final AtomicLong seconds = new AtomicLong();

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.mustKubectl("apply", "--server-side", "-f", "src/test/resources/install/istio-crds.yaml");
        cluster = new Cluster(kube);
        cluster.install();
        cluster.namespace("shop");
        Config config =
                Config.fromKubeconfig(kube.kubeconfigWith(ACCOUNT, kube.serviceAccountToken("glooshot", ACCOUNT))
                        .toFile());
        config.setRequestRetryBackoffLimit(0);
        guardsClient = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterAll
    static void stopServer() {
        guardsClient.close();
        kube.close();
    }

    @AfterEach
    void tidyUp() {
        kube.mustKubectl("delete", "virtualservices,envoyfilters,experiments", "-n", "shop", "--all");
        kube.mustKubectl("apply", "--server-side", "--force-conflicts", "-k", Cluster.MANIFESTS.toString());
        // The API server takes a moment to see a role.
        await().atMost(LIMIT)
                .until(() -> rights().allMatch(right -> may(
                                right.getVerbs().get(0),
                                right.getResources().get(0),
                                right.getApiGroups().get(0)))
                        && cluster.may(USER, "get", "leases", "coordination.k8s.io", "glooshot", "glooshot"));
    }

    @Test
    void takesEveryFaultOffWithItsRole() {
        assertThat(leftBehind()).isEmpty();
    }

    /** {@code blind} means that it cannot even look. */
    @ParameterizedTest(name = "without {0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            list   | experiments     | glooshot.solo.io    | blind, route of ours, route in theirs, filter, not stopped
            get    | experiments     | glooshot.solo.io    | not stopped
            patch  | experiments     | glooshot.solo.io    | not stopped
            list   | killswitches    | glooshot.solo.io    | blind, route of ours, route in theirs, filter, not stopped
            list   | virtualservices | networking.istio.io | blind, route of ours, route in theirs, filter, not stopped
            update | virtualservices | networking.istio.io | route in theirs, filter
            delete | virtualservices | networking.istio.io | route of ours, route in theirs, filter
            list   | envoyfilters    | networking.istio.io | blind, route of ours, route in theirs, filter, not stopped
            update | envoyfilters    | networking.istio.io | filter
            delete | envoyfilters    | networking.istio.io | filter at 0 %
            list   | deployments     | apps                | filter at 0 %
            """)
    void leavesSomethingBehindWithoutAnyOneOfItsRights(String verb, String resource, String group, String left) {
        roles().forEach(given -> kube.client()
                .rbac()
                .clusterRoles()
                .withName(given.getMetadata().getName())
                .edit(role -> {
                    role.setRules(rights(role)
                            .filter(rule -> !(rule.getVerbs().contains(verb)
                                    && rule.getResources().contains(resource)))
                            .toList());
                    return role;
                }));
        await().atMost(LIMIT).until(() -> !may(verb, resource, group));

        assertThat(String.join(", ", leftBehind())).isEqualTo(left);
    }

    @Test
    void cannotActWithoutTheLease() {
        kube.mustKubectl("delete", "role", ACCOUNT, "-n", "glooshot");
        await().atMost(LIMIT)
                .until(() -> !cluster.may(USER, "get", "leases", "coordination.k8s.io", "glooshot", "glooshot"));

        assertThat(leftBehind()).contains("blind");
    }

    @Test
    void thereIsARowForEachRight() {
        assertThat(rights()).hasSize(11);
    }

    /** After as many looks as it takes, long after the last controller has gone. */
    private List<String> leftBehind() {
        String uid = putFaultsIn();
        GuardSettings settings = new GuardSettings(MOMENT, MOMENT, MOMENT);
        Moment.Source clock =
                () -> new Moment(Instant.now(), System.nanoTime()).plus(Duration.ofSeconds(seconds.get()));
        Guard guard = new Guard(
                Takedown.of(guardsClient, clock, MOMENT, line -> {}),
                () -> Optional.ofNullable(guardsClient
                        .leases()
                        .inNamespace("glooshot")
                        .withName("glooshot")
                        .get()),
                new KillSwitches(guardsClient)::isAnyOn,
                clock,
                settings,
                line -> {});
        List<String> left = new ArrayList<>();
        for (int i = 0; i < LOOKS; i++) {
            left.clear();
            try {
                guard.look();
            } catch (RuntimeException refused) {
                left.add("blind");
            }
            seconds.addAndGet(10);
        }
        left.addAll(remains(uid));
        return left;
    }

    private static List<String> remains(String uid) {
        List<String> remains = new ArrayList<>();
        String routes =
                kube.mustKubectl("get", "virtualservices", "-n", "shop", "-o", "jsonpath={.items[*].metadata.name}");
        String names = kube.mustKubectl(
                "get", "virtualservice", "theirs", "-n", "shop", "-o", "jsonpath={.spec.http[*].name}");
        String filter = kube.mustKubectl("get", "envoyfilters", "-n", "shop", "-o", "jsonpath={.items[*].spec}");
        if (routes.contains(uid)) {
            remains.add("route of ours");
        }
        if (names.contains(uid)) {
            remains.add("route in theirs");
        }
        if (!filter.isBlank()) {
            remains.add(filter.contains("abort") ? "filter" : "filter at 0 %");
        }
        if (!kube.client()
                .resources(Experiment.class)
                .inNamespace("shop")
                .withName("left")
                .get()
                .getSpec()
                .stop()) {
            remains.add("not stopped");
        }
        return remains;
    }

    /** As a controller leaves them that dies while a run goes on. */
    private static String putFaultsIn() {
        kube.apply(experiment("shop", "left", fault("destinationServices: [{name: s}]")));
        String uid = kube.mustKubectl("get", "experiment", "left", "-n", "shop", "-o", "jsonpath={.metadata.uid}")
                .strip();
        kube.mustKubectl(
                "patch",
                "experiment",
                "left",
                "-n",
                "shop",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"state\":\"Started\",\"deadline\":\"%s\"}}"
                        .formatted(Instant.now().plus(Duration.ofHours(1))));
        kube.apply("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: glooshot-%1$s-1, namespace: shop, labels: {glooshot.solo.io/fault: "true"}}
                spec: {hosts: [ours], http: [{name: glooshot-%1$s-1, route: [{destination: {host: ours}}]}]}
                ---
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
        return uid;
    }

    private static boolean may(String verb, String resource, String group) {
        return cluster.may(USER, verb, resource, group, "shop", null);
    }

    /** Of its ClusterRoles, one by one. */
    private static Stream<PolicyRule> rights() {
        return roles().stream().flatMap(GuardRoleIT::rights);
    }

    private static List<ClusterRole> roles() {
        return kube.client()
                .rbac()
                .clusterRoles()
                .withLabel("app.kubernetes.io/component", "guard")
                .list()
                .getItems();
    }

    private static Stream<PolicyRule> rights(ClusterRole role) {
        return role.getRules().stream()
                .flatMap(rule -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream()
                                .map(verb -> new PolicyRuleBuilder(rule)
                                        .withResources(resource)
                                        .withVerbs(verb)
                                        .build())));
    }
}
