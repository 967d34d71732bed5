package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the schema lets through but cannot be run: ended before anything is touched, with a reason and a way out. */
@ExtendWith(SharedWorld.class)
class ImpossibleExperimentIT {

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static User user;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("impossible"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @BeforeEach
    void behave() {
        endToEnd.ensureRunning();
    }

    @AfterEach
    void behaveAgain() {
        endToEnd.front().behave(PrometheusFront.Mode.PASS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no-mesh      | {name: other}  | {name: ratings}                   | UnknownMesh         | but there is no such Mesh; there are: envoy
            no-service   | {name: envoy}  | {name: stars}                     | UnknownService      | no Service stars in namespace
            no-port      | {name: envoy}  | {name: ratings, port: 80}         | UnknownPort         | has no TCP port 80; it has: 9080
            no-proxy     | {name: envoy}  | {name: productpage}               | NoProxy             | productpage
            no-namespace | {name: envoy}  | {name: kubernetes, namespace: default} | NamespaceNotAllowed | glooshot.solo.io/allow-experiments-from
            """)
    void isAbortedWithReasonAndMessage(String name, String mesh, String destination, String reason, String message) {
        user.apply(name, """
                targetMesh: %s
                faults:
                - destinationServices: [%s]
                  fault: {abort: {httpStatus: 500}}
                """.formatted(mesh, destination));

        ExperimentStatus status = user.awaitState(name, State.Aborted);

        assertThat(status.reason()).isEqualTo(reason);
        assertThat(status.message()).contains(message);
        assertThat(status.heldBy()).isEmpty();
        user.awaitNoFinalizer(name);
    }

    @Test
    void isAbortedWhenThereAreTwoMeshesAndNoneIsNamed() {
        Mesh second = new Mesh();
        second.getMetadata().setName("second");
        second.setSpec(new MeshSpec(MeshType.Envoy, null, null));
        world.kube().client().resource(second).create();
        try {
            user.apply("two-meshes", faultOfRatings());

            ExperimentStatus status = user.awaitState("two-meshes", State.Aborted);

            assertThat(status.reason()).isEqualTo("AmbiguousMesh");
            assertThat(status.message()).contains("envoy, second");
        } finally {
            world.kube().client().resource(second).delete();
        }
    }

    @Test
    void isAbortedWhenTwoOfItsFaultsHitTheSameCalls() {
        user.apply("overlap", """
                faults:
                - destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 500}}
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ratings, port: 9080}]
                  fault: {delay: {duration: 1s}}
                """);

        assertThat(user.awaitState("overlap", State.Aborted).reason()).isEqualTo("OverlappingFaults");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            met      | vector(5)    | ConditionAlreadyMet  | 5 > 1
            empty    | absent_thing | ConditionNoData      | or vector(0)
            not-promql | sum(((     | ConditionUnreadable  | parse error
            """)
    void isAbortedByWhatTheConditionsSayBeforehand(String name, String query, String reason, String message) {
        user.apply(name, faultOfRatings() + condition(query));

        ExperimentStatus status = user.awaitState(name, State.Aborted);

        assertThat(status.reason()).isEqualTo(reason);
        assertThat(status.message()).startsWith("Nothing was injected").contains(message);
        assertThat(status.timeStarted()).isNull();
        assertThat(user.report(name).getSpec().timeInjected()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            metadata  | http://169.254.169.254/latest/meta-data/ | 169.254.169.254 is a cloud metadata address
            loopback  | http://127.0.0.2:8080/                   | 127.0.0.2 is a loopback address
            decimal   | http://2852039166/                       | a cloud metadata address
            mapped    | http://[::ffff:169.254.169.254]/         | a cloud metadata address
            nat64     | http://[64:ff9b::a9fe:a9fe]/             | a cloud metadata address
            """)
    void isAbortedWhenItsWebhookLeadsInside(String name, String url, String message) {
        user.apply(
                "inside-" + name,
                faultOfRatings() + "failureConditions: [{name: hook, trigger: {webhookUrl: '%s'}}]\n".formatted(url));

        ExperimentStatus status = user.awaitState("inside-" + name, State.Aborted);

        assertThat(status.reason()).isEqualTo("WebhookNotAllowed");
        assertThat(status.message())
                .startsWith("Nothing was injected: failure condition hook may not ask " + url)
                .contains(message, "glooshot.webhook.allowed");
        assertThat(status.timeStarted()).isNull();
    }

    @Test
    void isAbortedWhenPrometheusIsDownBeforehand() {
        endToEnd.front().behave(PrometheusFront.Mode.RESET);
        user.apply("prometheus-down", faultOfRatings() + condition("vector(0)"));

        ExperimentStatus status = user.awaitState("prometheus-down", State.Aborted);

        assertThat(status.reason()).isEqualTo("ConditionUnreadable");
        assertThat(status.timeStarted()).isNull();
    }

    @Test
    void isAbortedWhenItIsToldToStopBeforeItStarts() {
        user.apply("stopped", faultOfRatings() + "stop: true\n");

        ExperimentStatus status = user.awaitState("stopped", State.Aborted);

        assertThat(status.reason()).isEqualTo("Stopped");
        assertThat(status.timeStarted()).isNull();
    }

    private static String faultOfRatings() {
        return """
                faults:
                - destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 500}}
                """;
    }

    private static String condition(String query) {
        return """
                failureConditions:
                - trigger: {prometheus: {customQuery: '%s', comparisonOperator: ">", thresholdValue: 1}}
                """.formatted(query);
    }
}
