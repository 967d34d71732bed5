package io.glooshot.install;

import static io.glooshot.install.Manifests.experiment;
import static io.glooshot.install.Manifests.fault;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import io.glooshot.api.LargestExperiment;
import io.glooshot.playground.Command;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gloo Shot is no way around RBAC: nobody has it break what they have no right to break. */
class InjectRightIT {

    /** The longest names that namespaces can have. */
    private static final List<String> LONG_NAMES = IntStream.rangeClosed(1, 9)
            .mapToObj(i -> "n%d".formatted(i) + "x".repeat(61))
            .toList();

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Cluster cluster;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        cluster = new Cluster(kube);
        cluster.install();
        Stream.of("team-a", "team-b", "team-c").forEach(cluster::namespace);
        cluster.grant("alice", "team-a", "glooshot-experimenter");
        cluster.grant("alice", "team-b", "glooshot-injector");
        cluster.grantOnly("create", "clerk", "team-a");
        cluster.grantOnly("create", "guest", "team-a");
        cluster.grant("guest", "team-b", "glooshot-injector");
        cluster.grantEverywhere("boss", "glooshot-experimenter");
        cluster.grantEverywhere("root", "cluster-admin");
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(delimiter = '|', textBlock = """
            clerk | a control run                | ''                                                                                      |
            clerk | their own namespace          | destinationServices: [{name: s}]                                                        | team-a
            clerk | their own, selected          | destinationSelector: {matchLabels: {a: b}}                                              | team-a
            alice | her own namespace            | destinationServices: [{name: s}]                                                        |
            alice | her own by name              | destinationServices: [{name: s, namespace: team-a}]                                     |
            alice | another with the right       | destinationServices: [{name: s, namespace: team-b}]                                     |
            alice | another without              | destinationServices: [{name: s, namespace: team-c}]                                     | team-c
            alice | one that is not there        | destinationServices: [{name: s, namespace: nowhere}]                                    | nowhere
            alice | one of several               | destinationServices: [{name: s}, {name: s, namespace: team-b}, {name: s, namespace: team-c}] | team-c
            alice | her own, selected            | destinationSelector: {matchLabels: {a: b}}                                              |
            alice | another, selected            | destinationSelector: {namespaces: [team-b], matchLabels: {a: b}}                        |
            alice | one of several selected      | destinationSelector: {namespaces: [team-a, team-b, team-c], matchLabels: {a: b}}        | team-c
            alice | selected beside named        | destinationServices: [{name: s}], destinationSelector: {namespaces: [team-c], matchLabels: {a: b}} | team-c
            alice | named beside selected        | destinationServices: [{name: s, namespace: team-c}], destinationSelector: {matchLabels: {a: b}} | team-c
            alice | callers of her own           | originServices: [{name: s}], destinationServices: [{name: s}]                           |
            alice | callers elsewhere            | originServices: [{name: s}, {name: s, namespace: team-c}], destinationServices: [{name: s}] | team-c
            alice | callers selected elsewhere   | originSelector: {namespaces: [team-c], matchLabels: {a: b}}, destinationServices: [{name: s}] | team-c
            guest | nothing of their own         | destinationServices: [{name: s, namespace: team-b}]                                     |
            guest | callers of their own         | originServices: [{name: s}], destinationServices: [{name: s, namespace: team-b}]        | team-a
            guest | callers selected of their own | originSelector: {matchLabels: {a: b}}, destinationServices: [{name: s, namespace: team-b}] | team-a
            boss  | whatever they like           | destinationServices: [{name: s, namespace: team-c}]                                     |
            root  | whatever they like           | destinationServices: [{name: s, namespace: team-c}]                                     |
            """)
    void asksForTheRightInEachNamespaceThatAFaultNames(String user, String what, String calls, String refused) {
        String first = calls.isEmpty() ? "" : fault(calls);
        // The same in the last of several faults, after those that anybody may inject who may create it at all.
        List<String> manifests = calls.isEmpty() || !user.equals("alice")
                ? List.of(experiment("team-a", "any", first))
                : List.of(
                        experiment("team-a", "any", first),
                        experiment("team-a", "any", fault("destinationServices: [{name: t}]"), first));

        for (String manifest : manifests) {
            Command.Result result = create(user, manifest);

            if (refused == null) {
                assertThat(result.ok()).as(result.text()).isTrue();
            } else {
                assertRefused(result, user, refused);
            }
        }
    }

    @Test
    void countsNamespacesAndNotServices() {
        cluster.grantEverywhere("many", "glooshot-experimenter");

        assertThat(create("many", experiment("team-a", "any", inAll(LONG_NAMES.subList(0, 8), 64)))
                        .text())
                .contains("created");
        Command.Result nine = create("many", experiment("team-a", "any", inAll(LONG_NAMES, 64)));

        assertThat(nine.ok()).isFalse();
        assertThat(nine.stderr())
                .contains("the faults name more than 8 namespaces: " + String.join(", ", LONG_NAMES) + ";");
    }

    @Test
    void findsTheEighthOfEightThatTheRightIsMissingIn() {
        List<String> eight =
                IntStream.rangeClosed(1, 8).mapToObj(i -> "eight-" + i).toList();
        eight.forEach(cluster::namespace);
        cluster.grant("eve", "eight-1", "glooshot-experimenter");
        eight.subList(1, 7).forEach(namespace -> cluster.grant("eve", namespace, "glooshot-injector"));
        String manifest = experiment("eight-1", "any", inAll(eight, 8));

        assertRefused(create("eve", manifest), "eve", "eight-8");
        cluster.grant("eve", "eight-8", "glooshot-injector");

        assertThat(create("eve", manifest).text()).contains("created");
    }

    /** As many names as the schema allows, as long as can be, in the order that takes longest to sort out. */
    @ParameterizedTest
    @CsvSource({"8, true", "9, false"})
    void staysWithinItsCostForTheMostNamesThatTheSchemaAllows(int namespaces, boolean allowed) {
        cluster.grantEverywhere("most-" + namespaces, "glooshot-experimenter");
        List<String> first = LONG_NAMES.subList(0, namespaces);
        String last = first.get(namespaces - 1);
        String services = IntStream.range(0, 16)
                .mapToObj(i -> "{name: s%d, namespace: %s}".formatted(i, i < namespaces ? first.get(i) : last))
                .collect(joining(", ", "[", "]"));
        String selector = "{namespaces: [%s], matchLabels: {a: b}}"
                .formatted(IntStream.range(0, 8).mapToObj(i -> last).collect(joining(", ")));
        String fault =
                fault("destinationServices: %1$s, originServices: %1$s, destinationSelector: %2$s, originSelector: %2$s"
                        .formatted(services, selector));

        Command.Result result = create(
                "most-" + namespaces,
                experiment(
                        "team-a",
                        "any",
                        IntStream.range(0, 16).mapToObj(i -> fault).toArray(String[]::new)));

        assertThat(result.ok()).as(result.text()).isEqualTo(allowed);
        assertThat(result.text()).contains(allowed ? "created" : "more than 8 namespaces");
    }

    @Test
    void staysWithinItsCostForTheLargestExperiment() {
        Experiment largest = LargestExperiment.create("largest");
        largest.getMetadata().setNamespace("team-a");

        assertThat(create("boss", Serialization.asYaml(largest)).text()).contains("created");
        assertRefused(
                create("alice", Serialization.asYaml(largest)),
                "alice",
                largest.getSpec()
                        .faults()
                        .get(0)
                        .destinationSelector()
                        .namespaces()
                        .get(0));
    }

    @ParameterizedTest
    @CsvSource({"create", "apply", "'apply,--server-side'"})
    void isTheSameHoweverItIsCreated(String command) {
        String[] words = Stream.concat(Stream.of(command.split(",")), Stream.of("-f", "-"))
                .toArray(String[]::new);
        String name = "by-" + command.replaceAll("\\W", "");

        assertRefused(
                cluster.as(
                        "alice",
                        experiment("team-a", name, fault("destinationServices: [{name: s, namespace: team-c}]")),
                        words),
                "alice",
                "team-c");
        Command.Result allowed = cluster.as(
                "alice",
                experiment("team-a", name, fault("destinationServices: [{name: s, namespace: team-b}]")),
                words);

        assertThat(allowed.ok()).as(allowed.text()).isTrue();
    }

    @Test
    void judgesExperimentsThatAreNamedByTheServerToo() {
        String own = experiment("team-a", "any", fault("destinationServices: [{name: s}]"))
                .replace("name: any", "generateName: any-");

        assertThat(cluster.as("alice", own, "create", "-f", "-").text()).contains("created");
        assertRefused(cluster.as("clerk", own, "create", "-f", "-"), "clerk", "team-a");
    }

    @Test
    void judgesServiceAccountsAsItDoesPeople() {
        kube.mustKubectl("create", "serviceaccount", "pipeline", "-n", "team-a");
        String user = "system:serviceaccount:team-a:pipeline";
        Path kubeconfig = kube.kubeconfigWith("pipeline", kube.serviceAccountToken("team-a", "pipeline"));
        kube.mustKubectl(
                "create",
                "rolebinding",
                "pipeline",
                "-n",
                "team-a",
                "--clusterrole=glooshot-experimenter",
                "--serviceaccount=team-a:pipeline");

        Command.Result own = kube.kubectl(
                experiment("team-a", "by-pipeline", fault("destinationServices: [{name: s}]")),
                kubeconfig,
                "create",
                "-f",
                "-");
        Command.Result other = kube.kubectl(
                experiment("team-a", "by-pipeline-too", fault("destinationServices: [{name: s, namespace: team-b}]")),
                kubeconfig,
                "create",
                "-f",
                "-");

        assertThat(own.ok()).as(own.text()).isTrue();
        assertRefused(other, user, "team-b");
    }

    /** Whoever stops one, and the controller with its finalizer and status, needs no right to inject. */
    @Test
    void leavesAloneWhateverHappensToAnExperimentThatExists() {
        kube.apply(experiment("team-c", "running", fault("destinationServices: [{name: s, namespace: team-b}]")));
        cluster.grantOnly("get,patch,update", "operator", "team-c");

        for (String patch : List.of(
                "{\"metadata\":{\"finalizers\":[\"example.org/held\"]}}",
                "{\"metadata\":{\"labels\":{\"seen\":\"true\"}}}",
                "{\"metadata\":{\"finalizers\":[]}}",
                "{\"spec\":{\"stop\":true}}")) {
            Command.Result result = cluster.as(
                    "operator", "", "patch", "experiment", "running", "-n", "team-c", "--type=merge", "-p", patch);
            assertThat(result.ok()).as(result.text()).isTrue();
        }
    }

    /** Otherwise the right would be needed for that as well. */
    @Test
    void nobodyCanHaveAnExperimentNameOtherNamespacesLater() {
        kube.apply(experiment("team-a", "settled", fault("destinationServices: [{name: s}]")));
        String other = experiment("team-a", "settled", fault("destinationServices: [{name: s, namespace: team-c}]"));

        for (String command : List.of("apply", "apply,--server-side,--force-conflicts", "replace")) {
            Command.Result result = cluster.as(
                    "root",
                    other,
                    Stream.concat(Stream.of(command.split(",")), Stream.of("-f", "-"))
                            .toArray(String[]::new));

            assertThat(result.ok()).isFalse();
            assertThat(result.stderr()).contains("spec.faults cannot change");
        }
        // Deleting it and creating another is no way round.
        assertRefused(cluster.as("alice", other, "replace", "--force", "-f", "-"), "alice", "team-c");
    }

    private static Command.Result create(String user, String manifest) {
        return cluster.as(user, manifest, "create", "--dry-run=server", "-f", "-");
    }

    /** One fault for each 16 services, which are in the namespaces by turns. */
    private static String[] inAll(List<String> namespaces, int services) {
        return IntStream.range(0, (services + 15) / 16)
                .mapToObj(i -> IntStream.range(16 * i, Math.min(16 * i + 16, services))
                        .mapToObj(j -> "{name: s, namespace: %s}".formatted(namespaces.get(j % namespaces.size())))
                        .collect(joining(", ")))
                .map(refs -> fault("destinationServices: [%s]".formatted(refs)))
                .toArray(String[]::new);
    }

    private static void assertRefused(Command.Result result, String user, String namespace) {
        assertThat(result.ok()).as(result.text()).isFalse();
        assertThat(result.stderr())
                .contains("forbidden")
                .contains(
                        "%s needs the verb inject on experiments.glooshot.solo.io in namespace %s, which the faults name"
                                .formatted(user, namespace));
    }
}
