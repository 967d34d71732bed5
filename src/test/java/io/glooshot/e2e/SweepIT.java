package io.glooshot.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is in Istio and should not be is gone within one sweep, counted and told; what users have there stays. */
@ExtendWith(SharedIstioWorld.class)
class SweepIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** An interval of five seconds, and what a busy machine takes for the removal. */
    private static final Duration ONE_SWEEP = Duration.ofSeconds(10);

    private static final String ROUTES = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings, namespace: %1$s}
            spec:
              hosts: [ratings]
              http:
              - route: [{destination: {host: ratings}}]
            """;

    private World world;
    private IstioEndToEnd endToEnd;
    private IstioBookinfo bookinfo;
    private User user;

    @BeforeEach
    void start(World world) {
        this.world = world;
        endToEnd = IstioEndToEnd.on(world);
        bookinfo = world.istioBookinfo(world.newNamespace("swept"));
        user = endToEnd.user(bookinfo.namespace());
        world.kube().apply(ROUTES.formatted(bookinfo.namespace()));
    }

    @AfterEach
    void stop() {
        bookinfo.close();
    }

    @Test
    void whatAFormerLeaderWritesAfterTheEndIsGoneWithinOneSweepAndCounted() {
        start("over", "Client");
        JsonNode route = routes().path(0);
        user.kubectl("patch", "experiment", "over", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        user.awaitState("over", State.Aborted);
        await().atMost(LIMIT).until(() -> routes().size() == 1);
        // A process that knows nothing of the removal, and that has nothing to watch for.
        endToEnd.controller().kill();
        endToEnd.controller().start();
        double before = drift("Stray");

        insert(route);

        await().atMost(ONE_SWEEP).until(() -> routes().size() == 1);
        assertThat(drift("Stray")).isEqualTo(before + 1);
        await().atMost(LIMIT).until(() -> user.events().contains("StrayFault"));
        assertThat(user.events()).containsPattern("StrayFault +over .*Its experiment has ended");
        assertThat(user.status("over").state()).isEqualTo(State.Aborted);
        await().atMost(LIMIT).until(() -> status() == 200);
    }

    @Test
    void aFaultOfAnExperimentThatNobodyKnowsIsToldOfOnTheObjectThatHeldIt() {
        start("known", "Client");
        JsonNode route = routes().path(0);
        String uid = user.find("known").orElseThrow().getMetadata().getUid();
        String unknown = UUID.randomUUID().toString();
        double before = drift("Stray");

        insert(((ObjectNode) route.deepCopy())
                .put("name", route.path("name").asText().replace(uid, unknown)));

        await().atMost(ONE_SWEEP).until(() -> !routes().toString().contains(unknown));
        assertThat(routes().toString()).contains(uid);
        assertThat(drift("Stray")).isEqualTo(before + 1);
        await().atMost(LIMIT).until(() -> user.events().contains("StrayFault"));
        assertThat(user.events()).containsPattern("StrayFault +ratings ");
        end("known");
    }

    @Test
    void aPercentageThatIsRaisedByHandIsPutBackCountedAndTold() {
        start("raised", "Client", 30);
        double before = drift("Changed");
        ObjectNode edited = (ObjectNode) virtualService();
        ((ObjectNode) edited.at("/spec/http/0/fault/abort/percentage")).put("value", 100);
        replace(edited);

        await().atMost(ONE_SWEEP)
                .until(() -> routes().at("/0/fault/abort/percentage/value").asInt() == 30);
        await().atMost(LIMIT).until(() -> drift("Changed") == before + 1);
        await().atMost(LIMIT).until(() -> user.events().contains("ChangedFault"));
        assertThat(user.status("raised").state()).isEqualTo(State.Started);
        end("raised");
    }

    @Test
    void aRouteThatIsTakenAwayIsPutBack() {
        start("taken", "Client");
        double before = drift("Changed");
        ObjectNode edited = (ObjectNode) virtualService();
        ((ArrayNode) edited.at("/spec/http")).remove(0);
        replace(edited);

        await().atMost(ONE_SWEEP).until(() -> drift("Changed") > before);
        await().atMost(ONE_SWEEP).until(() -> routes().size() == 2);
        end("taken");
    }

    @Test
    void aRunWhoseCallersAreNotKnownAnyMoreIsEnded() {
        user.apply("callerless", """
                duration: 5m
                faults:
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 418}}
                """);
        user.awaitInjected("callerless");
        await().atMost(LIMIT).until(() -> status() == 418);
        endToEnd.controller().kill();
        var patched = user.kubectl(
                "patch",
                "experiment",
                "callerless",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"origins\":null}}");
        assertThat(patched.ok()).as(patched.stderr()).isTrue();

        endToEnd.controller().start();

        ExperimentStatus end = user.awaitState("callerless", State.Aborted);
        assertThat(end.message()).contains("the callers that spec.faults[0] is limited to are not known");
        assertThat(routes()).hasSize(1);
        await().atMost(LIMIT).until(() -> status() == 200);
    }

    @Test
    void aRunWhoseStoredTimesCannotBeReadIsEnded() {
        start("timeless", "Client");
        endToEnd.controller().kill();
        user.kubectl(
                "patch",
                "experiment",
                "timeless",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"deadline\":\"soon\"}}");

        endToEnd.controller().start();

        ExperimentStatus end = user.awaitState("timeless", State.Aborted);
        assertThat(end.reason()).isEqualTo("DeadlinePassed");
        assertThat(routes()).hasSize(1);
    }

    private void start(String name, String side) {
        start(name, side, 100);
    }

    private void start(String name, String side, int percentage) {
        user.apply(name, """
                duration: 5m
                faults:
                - destinationServices: [{name: ratings}]
                  side: %s
                  fault: {abort: {httpStatus: 418, percentage: %d}}
                """.formatted(side, percentage));
        user.awaitInjected(name);
        await().atMost(LIMIT).until(() -> status() == 418);
    }

    private void end(String name) {
        user.kubectl("patch", "experiment", name, "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        user.awaitState(name, State.Aborted);
        assertThat(routes()).hasSize(1);
    }

    private int status() {
        return bookinfo.ask("reviews", "ratings", "/", Map.of()).status();
    }

    private JsonNode virtualService() {
        return endToEnd.get("virtualservice", bookinfo.namespace(), "ratings");
    }

    private JsonNode routes() {
        return virtualService().at("/spec/http");
    }

    /** Above the user's own, where it would break their calls. */
    private void insert(JsonNode route) {
        ObjectNode edited = (ObjectNode) virtualService();
        ((ArrayNode) edited.at("/spec/http")).insert(0, route);
        replace(edited);
    }

    private void replace(ObjectNode edited) {
        var result = world.kube()
                .kubectl(
                        edited.toString(), world.kube().kubeconfig(), "replace", "--field-manager=glooshot", "-f", "-");
        assertThat(result.ok()).as(result.stderr()).isTrue();
    }

    private double drift(String kind) {
        String metrics = given().baseUri(endToEnd.controller().httpUrl())
                .get("/q/metrics")
                .asString();
        Matcher matcher = Pattern.compile("glooshot_drift_total\\{[^}]*kind=\"" + kind + "\"[^}]*} ([0-9.E]+)")
                .matcher(metrics);
        assertThat(matcher.find()).as(metrics).isTrue();
        return Double.parseDouble(matcher.group(1));
    }
}
