package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.Command;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Objects of the kinds as they once were, stored by the API server, when the kinds and the controller are brought to today's. */
class OlderObjectsIT {

    private static final String OLDER = "src/test/resources/crd-of-2026-11-24";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static World world;

    @BeforeAll
    static void startWorld() {
        world = World.builder(Progress.toStandardOut()).start();
    }

    @AfterAll
    static void endWorld() {
        world.close();
    }

    @Test
    void loseNothingAndAreReadRunAndEnded() throws IOException {
        Rights.limit(world);
        world.kube().mustKubectl("replace", "-f", OLDER);
        try (Bookinfo bookinfo = world.bookinfo(world.newNamespace("older"))) {
            User user = new User(world, bookinfo.namespace());
            store(bookinfo.namespace());
            Map<String, JsonNode> before = stored();

            world.kube().mustKubectl("replace", "-f", "crd");
            await().atMost(LIMIT).until(() -> user.find("new").orElseThrow().getSpec() != null);

            Map<String, JsonNode> after = stored();
            assertThat(after.keySet()).isEqualTo(before.keySet());
            before.forEach((name, old) -> assertContains(name, after.get(name), old));
            assertThat(world.kube()
                            .client()
                            .resources(Experiment.class)
                            .inAnyNamespace()
                            .list()
                            .getItems())
                    .extracting(experiment -> experiment.getStatus() == null
                            ? null
                            : experiment.getStatus().state())
                    .containsExactlyInAnyOrder(null, State.Started, State.Succeeded);

            world.controller().start();

            // What was stored does not tell whose calls it broke, so it cannot go on.
            assertThat(user.awaitEnd("under-way").state()).isEqualTo(State.Aborted);
            ExperimentStatus ran = user.awaitEnd("new");
            assertThat(ran.state()).as(ran.message()).isEqualTo(State.Succeeded);
            assertThat(user.status("over").state()).isEqualTo(State.Succeeded);
            Command.Result shown = world.glooshot("report", "over", "-n", bookinfo.namespace());
            assertThat(shown.ok()).as(shown.text()).isTrue();
            assertThat(shown.stdout()).contains("Succeeded", "DeadlineReached");
        }
    }

    private static void store(String namespace) {
        Instant now = Instant.now();
        world.kube().apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: envoy}
                spec: {type: Envoy}
                ---
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: new, namespace: %1$s}
                spec:
                  duration: 2s
                  failureConditions:
                  - name: never
                    interval: 1s
                    trigger: {prometheus: {customQuery: vector(0), comparisonOperator: ">", thresholdValue: 1}}
                ---
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: over, namespace: %1$s}
                spec: {duration: 2s}
                ---
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: under-way, namespace: %1$s, finalizers: [experiments.glooshot.solo.io/fault-removal]}
                spec:
                  duration: 10m
                  maxBlind: 20s
                  faults:
                  - originServices: [{name: reviews}]
                    destinationServices: [{name: ratings}]
                    fault: {abort: {httpStatus: 500}, percentage: 50}
                ---
                apiVersion: glooshot.solo.io/v1
                kind: Report
                metadata: {name: over, namespace: %1$s}
                spec:
                  experimentUid: 8f14e45f-ceea-467f-a9d1-0c8c7f6b1a2b
                  result: Succeeded
                  reason: DeadlineReached
                  message: The duration passed and no failure condition was met.
                  mesh: envoy
                  resumed: false
                  timeStarted: "2026-11-24T10:00:00Z"
                  timeVerdict: "2026-11-24T10:00:02Z"
                  timeFinished: "2026-11-24T10:00:03Z"
                """.formatted(namespace));
        status(namespace, "over", """
                {"status": {"state": "Succeeded", "reason": "DeadlineReached", "observedGeneration": 1,
                  "message": "The duration passed and no failure condition was met.",
                  "timeStarted": "2026-11-24T10:00:00Z", "timeFinished": "2026-11-24T10:00:03Z"}}
                """);
        status(namespace, "under-way", """
                {"status": {"state": "Started", "reason": "Watching", "observedGeneration": 1, "mesh": "envoy",
                  "meshType": "Envoy", "message": "The failure conditions are being watched.",
                  "timeStarted": "%s", "deadline": "%s", "heldBy": ["reviews-1"],
                  "targets": [{"namespace": "%s", "name": "ratings", "port": 9080}]}}
                """.formatted(now.minusSeconds(5), now.plusSeconds(595), namespace));
    }

    private static void status(String namespace, String name, String status) {
        world.kube()
                .mustKubectl(
                        "patch",
                        "experiment",
                        name,
                        "-n",
                        namespace,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        status);
    }

    private static Map<String, JsonNode> stored() throws IOException {
        Map<String, JsonNode> stored = new TreeMap<>();
        for (JsonNode object : JSON.readTree(
                        world.kube().mustKubectl("get", "experiments,reports,meshes", "-A", "-o", "json"))
                .get("items")) {
            stored.put(
                    object.get("kind").asText() + " "
                            + object.at("/metadata/name").asText(),
                    object);
        }
        return stored;
    }

    /** Nothing that was said is gone or has changed; what today's kinds say by default may have come. */
    private static void assertContains(String path, JsonNode actual, JsonNode expected) {
        if (expected.isObject()) {
            expected.fields()
                    .forEachRemaining(field ->
                            assertContains(path + "." + field.getKey(), actual.path(field.getKey()), field.getValue()));
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(path).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertContains(path + "[" + i + "]", actual.get(i), expected.get(i));
            }
        } else {
            assertThat(actual).as(path).isEqualTo(expected);
        }
    }
}
