package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.KeptConnection;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Services whose routes are in use: what a user has there works on, is only added to, and is as before afterwards. */
@ExtendWith(SharedIstioWorld.class)
class IstioRoutesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Map<String, String> NO_HEADERS = Map.of();

    private static final String ABORT_FOR_REVIEWS = """
            duration: 5m
            faults:
            - originServices: [{name: reviews}]
              destinationServices: [{name: ratings}]
              fault: {abort: {httpStatus: 418}}
            """;

    private static final String WEIGHTS_AND_REWRITE = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: ratings, namespace: %1$s}
            spec:
              host: ratings
              subsets:
              - {name: v1, labels: {version: v1}}
              - {name: v2, labels: {version: v2}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings, namespace: %1$s}
            spec:
              hosts: [ratings]
              http:
              - name: stars
                match: [{uri: {prefix: /ratings}}]
                rewrite: {uri: /stars}
                timeout: 5s
                retries: {attempts: 2}
                route: [{destination: {host: ratings, subset: v2}}]
              - route:
                - {destination: {host: ratings, subset: v1}, weight: 80}
                - {destination: {host: ratings, subset: v2}, weight: 20}
            """;

    private World world;
    private IstioEndToEnd endToEnd;
    private IstioBookinfo bookinfo;
    private User user;

    @BeforeEach
    void start(World world) {
        this.world = world;
        endToEnd = IstioEndToEnd.on(world);
        bookinfo = world.istioBookinfo(world.newNamespace("istio-routes"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterEach
    void stop() {
        bookinfo.close();
    }

    @Test
    void keepsWeightsAndRewritesAndWarnsOfWhatIstioIgnores() {
        bookinfo.addVersion("ratings", "v2");
        world.kube().apply(WEIGHTS_AND_REWRITE.formatted(bookinfo.namespace()));
        await().atMost(LIMIT)
                .until(() -> rating("reviews-resilient", "/ratings/0")
                        .header(IstioBookinfo.PATH_HEADER)
                        .equals(Optional.of("/stars/0")));
        JsonNode before = virtualService("ratings");

        user.apply("half", ABORT_FOR_REVIEWS.replace("httpStatus: 418", "httpStatus: 418, percentage: 50"));
        ExperimentStatus status = user.awaitInjected("half");
        assertThat(status.warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("ratings")
                        .contains("stars")
                        .containsIgnoringCase("retries")
                        .containsIgnoringCase("timeout"));
        await().atMost(LIMIT).until(() -> rating("reviews", "/ratings/0").status() == 418);
        try (Traffic hurt = bookinfo.call("reviews", "ratings", 200, "/", NO_HEADERS);
                Traffic others = bookinfo.call("reviews-resilient", "ratings", 100, "/ratings/0", NO_HEADERS)) {
            await().atMost(LIMIT).until(() -> hurt.answers().size() > 1_000);
            assertThat(hurt.answers().stream()
                            .filter(answer -> answer.status() == 418)
                            .count())
                    .isBetween(400L, 600L);
            // What is not hit goes where the user's weights send it.
            long well = hurt.answers().stream()
                    .filter(answer -> answer.status() == 200)
                    .count();
            long second = hurt.answers().stream()
                    .filter(answer -> answer.version().equals("v2"))
                    .count();
            assertThat((double) second / well).isBetween(0.12, 0.28);
            assertThat(others.answers())
                    .isNotEmpty()
                    .allMatch(
                            answer -> answer.status() == 200 && answer.version().equals("v2"));
        }
        await().atMost(LIMIT).until(() -> {
            KeptConnection.Reply reply = rating("reviews", "/ratings/0");
            return reply.header(IstioBookinfo.PATH_HEADER).equals(Optional.of("/stars/0"));
        });

        end("half");
        assertThat(virtualService("ratings").path("spec")).isEqualTo(before.path("spec"));
        assertThat(metadata("ratings")).isEqualTo(metadata(before));
    }

    @Test
    void putsTheFaultIntoTheDelegate() {
        world.kube().apply("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: ratings, namespace: %1$s}
                spec:
                  hosts: [ratings.%1$s.svc.cluster.local]
                  http:
                  - match: [{uri: {prefix: /ratings}}]
                    delegate: {name: ratings-routes}
                  - route: [{destination: {host: ratings}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: ratings-routes, namespace: %1$s}
                spec:
                  http:
                  - rewrite: {uri: /delegated}
                    route: [{destination: {host: ratings}}]
                """.formatted(bookinfo.namespace()));
        await().atMost(LIMIT)
                .until(() -> rating("reviews", "/ratings/0")
                        .header(IstioBookinfo.PATH_HEADER)
                        .equals(Optional.of("/delegated/0")));
        JsonNode root = virtualService("ratings");
        JsonNode delegate = virtualService("ratings-routes");

        user.apply("delegated", ABORT_FOR_REVIEWS);
        ExperimentStatus status = user.awaitInjected("delegated");
        assertThat(status.heldBy()).contains("VirtualService %s/ratings-routes".formatted(bookinfo.namespace()));
        await().atMost(LIMIT).until(() -> rating("reviews", "/ratings/0").status() == 418);
        await().atMost(LIMIT).until(() -> rating("reviews", "/other").status() == 418);
        assertThat(rating("reviews-resilient", "/ratings/0").header(IstioBookinfo.PATH_HEADER))
                .contains("/delegated/0");

        end("delegated");
        assertThat(virtualService("ratings").path("spec")).isEqualTo(root.path("spec"));
        assertThat(virtualService("ratings-routes").path("spec")).isEqualTo(delegate.path("spec"));
    }

    @Test
    void leavesWhatTheUserChangesMeanwhile() {
        world.kube().apply(WEIGHTS_AND_REWRITE.formatted(bookinfo.namespace()));
        user.apply("edited", ABORT_FOR_REVIEWS);
        user.awaitInjected("edited");

        JsonNode edited = virtualService("ratings");
        for (JsonNode route : edited.at("/spec/http")) {
            if (route.path("name").asText().equals("stars")) {
                ((ObjectNode) route).put("timeout", "7s");
                ((ObjectNode) route.path("rewrite")).put("uri", "/moons");
            }
        }
        ((ObjectNode) edited.path("metadata")).withObject("/labels").put("team", "stars");
        world.kube()
                .kubectl(edited.toString(), world.kube().kubeconfig(), "replace", "--field-manager=editor", "-f", "-");

        end("edited");
        JsonNode after = virtualService("ratings");
        assertThat(after.at("/metadata/labels/team").asText()).isEqualTo("stars");
        assertThat(after.at("/spec/http")).hasSize(2);
        assertThat(after.at("/spec/http/0/timeout").asText()).isEqualTo("7s");
        assertThat(after.at("/spec/http/0/rewrite/uri").asText()).isEqualTo("/moons");
        assertThat(after.at("/spec/http/1/route")).hasSize(2);
    }

    @Test
    void putsTheFaultBackAndGivesUpOnSomebodyWhoInsists() {
        String routes = """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: ratings, namespace: %s}
                spec:
                  hosts: [ratings]
                  http:
                  - route: [{destination: {host: ratings}}]
                """.formatted(bookinfo.namespace());
        applyAsArgo(routes);
        user.apply("war", ABORT_FOR_REVIEWS);
        ExperimentStatus status = user.awaitInjected("war");
        assertThat(status.warnings()).anySatisfy(warning -> assertThat(warning).contains("Argo CD"));
        await().atMost(LIMIT).until(() -> rating("reviews", "/").status() == 418);

        for (int i = 0; i < IstioEndToEnd.PUT_BACKS; i++) {
            applyAsArgo(routes);
            await("the fault to be put back").atMost(LIMIT).until(() -> isHeld("ratings"));
        }
        assertThat(user.status("war").state()).isEqualTo(State.Started);
        applyAsArgo(routes);

        ExperimentStatus end = user.awaitState("war", State.Aborted);
        assertThat(end.reason()).isEqualTo("Reverted");
        assertThat(end.message()).contains("Argo CD");
        assertThat(virtualService("ratings").at("/spec/http")).hasSize(1);
        await().atMost(LIMIT).until(() -> rating("reviews", "/").status() == 200);
        applyAsArgo(routes);
    }

    @Test
    void refusesPortsThatAreNoHttp() {
        user.kubectl("patch", "service", "ratings", "--type=json", "-p", """
                [{"op": "replace", "path": "/spec/ports/0/name", "value": "tcp-ratings"}]""");
        user.apply("tcp", ABORT_FOR_REVIEWS);

        ExperimentStatus status = user.awaitState("tcp", State.Aborted);
        assertThat(status.reason()).isEqualTo("NotSupported");
        assertThat(status.message()).contains("ratings." + bookinfo.namespace() + ":9080", "tcp");
        assertThat(status.timeStarted()).isNull();
    }

    /** What Argo CD does when it syncs: it takes what it wants. */
    private void applyAsArgo(String manifest) {
        var result = world.kube()
                .kubectl(
                        manifest,
                        world.kube().kubeconfig(),
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--field-manager=argocd-controller",
                        "-f",
                        "-");
        assertThat(result.ok()).as(result.stderr()).isTrue();
    }

    private boolean isHeld(String name) {
        return virtualService(name).at("/spec/http/0/name").asText().startsWith("glooshot-");
    }

    private void end(String experiment) {
        user.kubectl("patch", "experiment", experiment, "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        user.awaitState(experiment, State.Aborted);
        endToEnd.assertNothingLeft(user.report(experiment).getSpec().experimentUid());
        Instant off = Instant.now().plusSeconds(1);
        await().atMost(LIMIT)
                .until(() ->
                        rating("reviews", "/").status() == 200 && Instant.now().isAfter(off));
    }

    private KeptConnection.Reply rating(String origin, String path) {
        return bookinfo.ask(origin, "ratings", path, NO_HEADERS);
    }

    private JsonNode virtualService(String name) {
        return endToEnd.get("virtualservice", bookinfo.namespace(), name);
    }

    private JsonNode metadata(String name) {
        return metadata(virtualService(name));
    }

    /** Without what the API server counts by itself. */
    private static JsonNode metadata(JsonNode object) {
        ObjectNode metadata = object.path("metadata").deepCopy();
        metadata.remove("resourceVersion");
        metadata.remove("generation");
        return metadata;
    }
}
