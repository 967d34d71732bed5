package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.playground.Command;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.TestWebhook;
import io.glooshot.playground.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Secrets hold is found nowhere afterwards, even where a server repeats what it was told. */
@ExtendWith(SharedWorld.class)
class PlantedSecretsIT {

    private static final String PLANTED = "pl4nted";
    private static final String TOKEN = PLANTED + "-token";
    private static final String PASSWORD = PLANTED + "-password";
    private static final String NAMES = "{name: planted, namespace: %s, key: %%s}".formatted(EndToEnd.WITH_SECRETS);
    private static final String WHOLE = "{name: planted, namespace: %s}".formatted(EndToEnd.WITH_SECRETS);

    /** How a data source is asked. */
    enum Way {
        BEARER("bearerToken: " + NAMES.formatted("token"), TOKEN),
        BASIC("basicAuth: " + WHOLE, "Basic " + basic() + ", " + PASSWORD),
        HEADER("headers: [{name: X-Key, valueFrom: %s}]".formatted(NAMES.formatted("token")), TOKEN),
        UNSENDABLE_HEADER("headers: [{name: X-Key, valueFrom: %s}]".formatted(NAMES.formatted("unsendable")), ""),
        KEY("tls: {clientCertificate: %s}".formatted(WHOLE), ""),
        AUTHORITY("tls: {ca: %s}".formatted(NAMES.formatted("token")), "");

        private final String fields;
        /** What the server has been told, and may repeat. */
        private final String sent;

        Way(String fields, String sent) {
            this.fields = fields;
            this.sent = sent;
        }

        private String url(String url) {
            return fields.startsWith("tls") ? url.replace("http:", "https:") : url;
        }
    }

    private World world;
    private User user;
    private TestWebhook server;
    private long logged;

    @BeforeEach
    void start(World shared) throws IOException {
        world = shared;
        user = EndToEnd.on(world).user(EndToEnd.WITH_SECRETS);
        server = world.webhook();
        logged = Files.size(world.controller().log());
        world.kube().apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: planted, namespace: %1$s}
                stringData:
                  token: "%2$s-token"
                  username: ops
                  password: "%2$s-password"
                  unsendable: "%2$s-first\\r\\n%2$s-second"
                  tls.crt: "%2$s-certificate"
                  tls.key: "-----BEGIN PRIVATE KEY-----\\n%2$s-key\\n-----END PRIVATE KEY-----"
                """.formatted(EndToEnd.WITH_SECRETS, PLANTED));
    }

    @AfterEach
    void stop() {
        world.kube().mustKubectl("delete", "mesh", "--selector=planted");
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void areShownNowhere(Way way) throws IOException {
        // One that is new: what a Mesh says is remembered for a while.
        String name = "planted-" + way.ordinal();
        // As a proxy does that is misconfigured.
        server.answerWithJson(
                "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no: %s\"}".formatted(way.sent));
        server.answerWith(400);
        world.kube().apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: %s, labels: {planted: ""}}
                spec: {type: Envoy, prometheus: {url: "%s", %s}}
                """.formatted(name, way.url(server.url()), way.fields));
        user.apply(name, """
                targetMesh: {name: %s}
                duration: 3s
                failureConditions:
                - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                """.formatted(name));

        ExperimentStatus ended = user.awaitEnd(name);

        assertThat(ended.message()).isNotBlank();
        assertNothingShown(name);
    }

    private void assertNothingShown(String name) throws IOException {
        String namespace = user.namespace();
        List<Command.Result> said = List.of(
                user.kubectl("get", "experiments,reports,events", "-o", "yaml"),
                world.kube().kubectl("get", "meshes,experimentpolicies,killswitches", "-o", "yaml"),
                world.glooshot("describe", "experiment", name, "-n", namespace),
                world.glooshot("describe", "mesh", name));
        assertThat(said.get(0).text()).contains("name: " + name);
        assertThat(said.get(2).text()).contains(name);
        assertThat(said).allSatisfy(result -> assertTellsNothing(result.text()));
        byte[] log = Files.readAllBytes(world.controller().log());
        assertTellsNothing(new String(log, (int) logged, (int) (log.length - logged), StandardCharsets.UTF_8));
    }

    private static void assertTellsNothing(String text) {
        assertThat(text.replace("planted", ""))
                .doesNotContain(
                        PLANTED + "-",
                        basic(),
                        // As the API has it.
                        Base64.getEncoder()
                                .encodeToString(PLANTED.getBytes(StandardCharsets.UTF_8))
                                .substring(0, 8));
    }

    private static String basic() {
        return Base64.getEncoder().encodeToString(("ops:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }
}
