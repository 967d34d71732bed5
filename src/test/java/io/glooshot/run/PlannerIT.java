package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.MeshStatus;
import io.glooshot.api.Side;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.DataSource;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.Signal;
import io.glooshot.mesh.Meshes;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans against a real API server, for a mesh that can do little and one that can do much. */
class PlannerIT {

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Meshes meshes;
    private static Planner planner;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.mustKubectl("apply", "--server-side", "-f", "crd");
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kube.apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: blunt}
                spec: {type: Envoy}
                ---
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: able}
                spec: {type: Istio, revision: canary, prometheus: {url: "http://metrics.example:9090/able"}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: books}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: open, annotations: {glooshot.solo.io/allow-experiments-from: "films, books"}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: closed, annotations: {glooshot.solo.io/allow-experiments-from: films}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: crowded}
                """);
        service("books", "ratings", "{team: stars, tier: back}", "{port: 9080}");
        service("books", "reviews", "{team: stars, tier: front}", "{port: 9080}, {port: 9090, name: metrics}");
        service("books", "details", "{team: facts}", "{port: 9080}");
        service("books", "names", "{team: facts, tier: dns}", "{port: 53, protocol: UDP, name: dns}");
        service("books", "queue", "{tier: udp-too}", "{port: 80}, {port: 53, protocol: UDP, name: dns}");
        service("open", "ratings", "{team: stars}", "{port: 9080}");
        service("closed", "ratings", "{team: stars}", "{port: 9080}");
        kube.apply(IntStream.range(0, 65)
                .mapToObj(i -> manifest(
                        "crowded", "s" + i, i == 0 ? "{team: crowd, only: one}" : "{team: crowd}", "{port: 80}"))
                .collect(Collectors.joining("---\n")));
        meshes =
                new Meshes(List.of(StubProvider.blunt(MeshType.Envoy), StubProvider.able(MeshType.Istio, Side.Server)));
        planner = new Planner(kube.client(), WatchedNamespaces.all(), new CheckPlanner(meshes), meshes);
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    @Test
    void plansWhatTheMeshCanDo() {
        Plan plan = planner.plan(onBlunt("destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 503}}"));

        assertThat(plan.faults()).hasSize(1);
        assertThat(plan.mesh().name()).isEqualTo("blunt");
        assertThat(plan.mesh().prometheus()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fault: {abort: {grpcStatus: 14}}                                 | abort calls with a gRPC status      | fault.abort.grpcStatus
            match: {method: GET}, fault: {abort: {httpStatus: 503}}          | match methods                       | match.method
            match: {path: {prefix: /}}, fault: {abort: {httpStatus: 503}}    | match paths                         | match.path
            match: {headers: [{name: a, present: true}]}, fault: {abort: {httpStatus: 503}} | match headers        | match.headers
            side: Server, fault: {abort: {httpStatus: 503}}                  | inject faults at the service called | side
            """)
    void refusesWhatTheMeshCannotDo(String rest, String what, String field) {
        // There is no such service: the mesh is asked first.
        Experiment experiment = onBlunt("destinationServices: [{name: nowhere}], " + rest);

        assertThatThrownBy(() -> planner.plan(experiment))
                .satisfies(has("NotSupported"))
                .hasMessage("Mesh blunt cannot %s, which spec.faults[0].%s asks for.", what, field);
    }

    @Test
    void refusesWorkloadLabelsOnAMeshThatCannotTellWorkloadsApart() {
        Experiment experiment = onBlunt(
                "destinationSelector: {matchLabels: {team: nobody}, workloadLabels: {version: v1}}, fault: {abort: {httpStatus: 503}}");

        assertThatThrownBy(() -> planner.plan(experiment))
                .satisfies(has("NotSupported"))
                .hasMessageContaining("Mesh blunt cannot")
                .hasMessageContaining("spec.faults[0].destinationSelector.workloadLabels");
    }

    @Test
    void refusesCallersAtTheServerWhereTheMeshCannotTellThemApart() {
        Experiment experiment =
                onAble("side: Server, originServices: [{name: reviews}], destinationServices: [{name: ratings}]");

        assertThatThrownBy(() -> planner.plan(experiment))
                .satisfies(has("NotSupported"))
                .hasMessageContaining("Mesh able cannot")
                .hasMessageContaining("spec.faults[0].originServices");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {matchLabels: {team: stars}}                                                    | ratings.books:9080 reviews.books:9080 reviews.books:9090
            {matchLabels: {team: stars}, port: 9080}                                        | ratings.books:9080 reviews.books:9080
            {matchLabels: {team: stars, tier: back}}                                        | ratings.books:9080
            {matchExpressions: [{key: team, operator: In, values: [facts, stars]}], port: 9090, matchLabels: {tier: front}} | reviews.books:9090
            {matchExpressions: [{key: tier, operator: NotIn, values: [front, dns]}, {key: team, operator: Exists}]} | details.books:9080 ratings.books:9080
            {matchExpressions: [{key: tier, operator: DoesNotExist}]}                       | details.books:9080
            {matchLabels: {tier: udp-too}}                                                  | queue.books:80
            {namespaces: [open], matchLabels: {team: stars}}                                | ratings.open:9080
            {namespaces: [books, open, books], matchLabels: {team: stars}, port: 9080}      | ratings.books:9080 ratings.open:9080 reviews.books:9080
            """)
    void hitsTheServicesThatAreSelected(String selector, String destinations) {
        Plan plan = planner.plan(onAble("destinationSelector: " + selector));

        assertThat(plan.destinations().stream().map(Destination::toString))
                .containsExactlyInAnyOrder(destinations.split(" "));
        assertThat(plan.faults()).hasSameSizeAs(plan.destinations());
    }

    @Test
    void hitsAServiceOnceThatIsNamedAndSelected() {
        Plan plan = planner.plan(
                onAble("destinationServices: [{name: ratings}], destinationSelector: {matchLabels: {tier: back}}"));

        assertThat(plan.faults()).hasSize(1);
    }

    @Test
    void hitsAllWorkloadsOfAServiceThatIsNamedAsAWholeAndSelectedInPart() {
        Plan plan = planner.plan(onAble("destinationServices: [{name: ratings}],"
                + " destinationSelector: {matchLabels: {team: stars}, port: 9080, workloadLabels: {version: v1}}"));

        assertThat(plan.faults())
                .extracting(fault -> fault.destination().service().name(), PlannedFault::workloadLabels)
                .containsExactly(tuple("ratings", Map.of()), tuple("reviews", Map.of("version", "v1")));
    }

    @Test
    void refusesAServiceByTwoKindsOfWorkloads() {
        Experiment experiment = onAble("destinationServices:"
                + " [{name: ratings, workloadLabels: {version: v1}}, {name: ratings, workloadLabels: {version: v2}}]");

        assertThatThrownBy(() -> planner.plan(experiment))
                .satisfies(has("OverlappingFaults"))
                .hasMessageContaining("spec.faults[0] hits ratings.books:9080 by different workloadLabels");
    }

    @Test
    void limitsAFaultToTheCallersThatAreSelectedAndNamed() {
        Plan plan = planner.plan(onAble("""
                side: Client,
                originServices: [{name: details, workloadLabels: {version: v2}}],
                originSelector: {namespaces: [books, closed], matchLabels: {team: stars}, workloadLabels: {version: v1}},
                destinationServices: [{name: details}]"""));

        PlannedFault fault = plan.faults().get(0);
        assertThat(fault.origins().stream().map(origin -> origin.service() + " " + origin.workloadLabels()))
                .containsExactlyInAnyOrder(
                        "details.books {version=v2}",
                        "ratings.books {version=v1}",
                        "reviews.books {version=v1}",
                        "ratings.closed {version=v1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            destinationSelector: {matchLabels: {team: nobody}}                              | NothingSelected     | spec.faults[0].destinationSelector selects 0 Services in books
            destinationSelector: {namespaces: [nowhere], matchLabels: {team: stars}}        | NothingSelected     | in nowhere
            destinationSelector: {namespaces: [crowded], matchLabels: {team: crowd}}        | TooMuchSelected     | selects 65 Services in crowded; it has to select 1 to 64
            side: Client, originSelector: {matchLabels: {team: nobody}}, destinationServices: [{name: ratings}] | NothingSelected | spec.faults[0].originSelector
            destinationSelector: {namespaces: [closed], matchLabels: {team: stars}}         | NamespaceNotAllowed | Namespace closed does not accept experiments from books
            destinationSelector: {namespaces: [open, closed], matchLabels: {team: stars}}   | NamespaceNotAllowed | Namespace closed
            destinationSelector: {matchLabels: {team: stars}, port: 9090}                   | UnknownPort         | Service ratings in namespace books has no TCP port 9090; it has: 9080
            destinationServices: [{name: names}]                                            | UnknownPort         | Service names in namespace books has no TCP port; it has: none
            destinationServices: [{name: nowhere}]                                          | UnknownService      | no Service nowhere in namespace books
            """)
    void abortsWhenTheSelectionCannotBeMeant(String rule, String reason, String message) {
        assertThatThrownBy(() -> planner.plan(onAble(rule)))
                .satisfies(has(reason))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            books              | true
            ' books '          | true
            films,books        | true
            'books,books,'     | true
            *                  | true
            ' * '              | true
            films              | false
            bookshop           | false
            films books        | false
            'films,*'          | false
            Books              | false
            ''                 | false
            ,                  | false
            """)
    void asksANamespaceForItsConsent(String annotation, boolean allowed) {
        kube.mustKubectl(
                "annotate",
                "--overwrite",
                "namespace",
                "crowded",
                "glooshot.solo.io/allow-experiments-from=" + annotation);

        for (String rule : List.of(
                "destinationServices: [{name: s0, namespace: crowded}]",
                "destinationServices: [{name: ratings}], destinationSelector: {namespaces: [crowded], matchLabels: {only: one}}")) {
            Experiment experiment = onAble(rule);
            if (allowed) {
                assertThat(planner.plan(experiment).destinations()).isNotEmpty();
            } else {
                assertThatThrownBy(() -> planner.plan(experiment)).satisfies(has("NamespaceNotAllowed"));
            }
        }
    }

    @Test
    void aRunWhoseStoredTargetsAreElsewhereIsRestoredWithoutThem() {
        Experiment experiment = onAble("destinationServices: [{name: ratings}]");
        experiment.setStatus(Serialization.unmarshal("""
                state: Started
                mesh: able
                meshType: Istio
                targets:
                - {fault: 0, namespace: books, name: ratings, port: 9080}
                - {fault: 0, namespace: closed, name: ratings, port: 9080}
                """, ExperimentStatus.class));

        assertThatThrownBy(() -> planner.restore(experiment))
                .satisfies(has("StatusChanged"))
                .hasMessageContaining("Service ratings in namespace closed, which spec.faults[0] does not name");

        assertThat(planner.restoreFaults(experiment).destinations())
                .extracting(Destination::toString)
                .containsExactly("ratings.books:9080");
    }

    @Test
    void aRunWhoseStoredCallersAreGoneIsRestoredToComeOff() {
        Experiment experiment = onAble("originServices: [{name: reviews}], destinationServices: [{name: ratings}]");
        experiment.setStatus(Serialization.unmarshal("""
                state: Started
                mesh: able
                meshType: Istio
                targets:
                - {fault: 0, namespace: books, name: ratings, port: 9080}
                """, ExperimentStatus.class));

        assertThatThrownBy(() -> planner.restore(experiment)).hasMessageContaining("spec.faults[0]");

        assertThat(planner.restoreFaults(experiment).destinations())
                .extracting(Destination::toString)
                .containsExactly("ratings.books:9080");
    }

    @Test
    void abortsWhenManyFaultsHitTooMuchTogether() {
        String crowd = "{destinationSelector: {namespaces: [crowded], matchLabels: {team: crowd},"
                + " matchExpressions: [{key: kubernetes.io/none, operator: DoesNotExist}]}, fault: {abort: {httpStatus: 503}}}";
        kube.mustKubectl("delete", "service", "-n", "crowded", "s64");
        try {
            Experiment experiment = experiment("able", String.join(", ", crowd, crowd, crowd, crowd, crowd));

            assertThatThrownBy(() -> planner.plan(experiment))
                    .satisfies(has("TooMuchSelected"))
                    .hasMessageContaining("hit 320 service ports");
        } finally {
            service("crowded", "s64", "{team: crowd}", "{port: 80}");
        }
    }

    @Test
    void abortsWhenTheFaultsCouldNotBeStored() {
        String header = "{name: h%d, exact: '" + "x".repeat(1024) + "'}";
        String match = IntStream.range(0, 8).mapToObj(header::formatted).collect(Collectors.joining(", "));
        String rule =
                "{destinationServices: [{name: ratings}], match: {headers: [%s]}, fault: {abort: {httpStatus: 503}}}"
                        .formatted(match);
        String rules = IntStream.range(0, 50).mapToObj(i -> rule).collect(Collectors.joining(", "));

        assertThatThrownBy(() -> planner.plan(experiment("able", rules)))
                .satisfies(has("TooMuchSelected"))
                .hasMessageContaining("bytes to store");
    }

    @Test
    void injectsWhereTheMeshDoesByDefaultUnlessTheFaultSays() {
        assertThat(onlyFault("destinationServices: [{name: ratings}]").side()).isEqualTo(Side.Server);
        assertThat(onlyFault("destinationServices: [{name: ratings}], side: Client")
                        .side())
                .isEqualTo(Side.Client);
    }

    @Test
    void asksThePrometheusOfTheMesh() {
        Experiment experiment = onAble("destinationServices: [{name: ratings}]");

        Plan plan = planner.plan(experiment);

        URI url = URI.create("http://metrics.example:9090/able");
        assertThat(plan.mesh().prometheus()).contains(url);
        assertThat(plan.mesh().revision()).contains("canary");
        assertThat(plan.checks())
                .extracting(check -> ((Signal.Promql) check.signal()).server())
                .containsOnly(Optional.of(new DataSource("able", url)));
    }

    @Test
    void abortsOnAMeshWhoseControlPlaneIsKnownToBeMissing() {
        Experiment experiment = onAble("destinationServices: [{name: nowhere}]");
        tellOfControlPlane("False", 1);
        try {
            assertThatThrownBy(() -> planner.plan(experiment))
                    .satisfies(has("MeshNotReady"))
                    .hasMessage("The control plane of Mesh able is missing: There is none.");

            tellOfControlPlane("Unknown", 1);

            assertThatThrownBy(() -> planner.plan(experiment)).satisfies(has("UnknownService"));

            tellOfControlPlane("False", 0);

            assertThatThrownBy(() -> planner.plan(experiment))
                    .as("what is known of the spec before says nothing of this one")
                    .satisfies(has("UnknownService"));
        } finally {
            tellOfControlPlane("True", 1);
        }
    }

    @Test
    void letsAControlRunThatNeedsNoMeshRunWithoutAControlPlane() {
        tellOfControlPlane("False", 1);
        try {
            assertThat(planner.plan(experiment("able", "")).faults()).isEmpty();
        } finally {
            tellOfControlPlane("True", 1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            destinationServices: [{name: ratings}, {name: ratings, namespace: open}]
            destinationSelector: {namespaces: [books, open], matchLabels: {team: stars}}
            side: Client, destinationServices: [{name: ratings}], originServices: [{name: ratings, namespace: open}]
            side: Client, destinationServices: [{name: ratings}], originSelector: {namespaces: [open], matchLabels: {team: stars}}
            """)
    void refusesNamespacesThatAreNotWatched(String rest) {
        Planner some = new Planner(
                kube.client(),
                WatchedNamespaces.of(List.of("shop", "books"), line -> {}),
                new CheckPlanner(meshes),
                meshes);

        assertThatThrownBy(() -> some.plan(onAble(rest)))
                .satisfies(has("NamespaceNotWatched"))
                .hasMessage(
                        "spec.faults[0] names namespace open, which this installation of Gloo Shot does not watch; it watches: books, shop.");
    }

    @Test
    void abortsOnAKindOfMeshThatHasNoProvider() {
        Meshes none = new Meshes(List.of());

        assertThatThrownBy(() -> new Planner(kube.client(), WatchedNamespaces.all(), new CheckPlanner(none), none)
                        .plan(onAble("destinationServices: [{name: ratings}]")))
                .satisfies(has("NotSupported"))
                .hasMessageContaining("Mesh able is of type Istio");
    }

    private static void tellOfControlPlane(String found, long generation) {
        kube.client().resources(Mesh.class).withName("able").editStatus(mesh -> {
            var condition = new ConditionBuilder()
                    .withType("ControlPlaneFound")
                    .withStatus(found)
                    .withReason("Told")
                    .withMessage("There is none.")
                    .withObservedGeneration(generation)
                    .build();
            mesh.setStatus(new MeshStatus(generation, null, null, List.of(condition), null));
            return mesh;
        });
    }

    private static PlannedFault onlyFault(String rule) {
        Plan plan = planner.plan(onAble(rule));
        assertThat(plan.faults()).hasSize(1);
        return plan.faults().get(0);
    }

    private static Experiment onBlunt(String rule) {
        return experiment("blunt", "{" + rule + "}");
    }

    private static Experiment onAble(String rule) {
        return experiment("able", "{" + rule + ", fault: {abort: {httpStatus: 503}}}");
    }

    private static Experiment experiment(String mesh, String rules) {
        return Serialization.unmarshal("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: planned, namespace: books, uid: uid}
                spec:
                  targetMesh: {name: %s}
                  duration: 10s
                  maxBlind: 30s
                  recoveryTimeout: 5m
                  faults: [%s]
                  failureConditions:
                  - {interval: 1s, trigger: {prometheus: {customQuery: up, thresholdValue: 1}}}
                """.formatted(mesh, rules), Experiment.class);
    }

    private static Consumer<Throwable> has(String reason) {
        return thrown -> assertThat(thrown)
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo(reason));
    }

    private static void service(String namespace, String name, String labels, String ports) {
        kube.apply(manifest(namespace, name, labels, ports));
    }

    private static String manifest(String namespace, String name, String labels, String ports) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: %s, labels: %s}
                spec: {ports: [%s]}
                """.formatted(
                        name,
                        namespace,
                        labels,
                        ports.replaceFirst("\\{port: 9080}, ", "{port: 9080, name: http}, ")
                                .replaceFirst("\\{port: 80}, ", "{port: 80, name: http}, "));
    }
}
