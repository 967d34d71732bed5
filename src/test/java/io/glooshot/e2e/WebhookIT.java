package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.TestWebhook;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A webhook that is asked with a secret, and a value in its answer. */
@ExtendWith(SharedWorld.class)
class WebhookIT {

    private static final String FIRST = "s3cret-before-rotation";
    private static final String SECOND = "s3cret-after-rotation";

    private static World world;
    private static Bookinfo bookinfo;
    private static User user;

    private TestWebhook webhook;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        EndToEnd endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(EndToEnd.WITH_SECRETS);
        user = endToEnd.user(EndToEnd.WITH_SECRETS);
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @BeforeEach
    void startWebhook() {
        webhook = world.webhook();
    }

    @AfterEach
    void stopWebhook() {
        webhook.close();
    }

    @Test
    void stopsByAValueAndUsesARotatedSecretThatIsShownNowhere() throws IOException {
        store("rotated", FIRST);
        webhook.answerWithJson("{\"queues\":[{\"length\":3}]}");
        try (Traffic traffic = bookinfo.call("reviews", "ratings", 50)) {
            user.apply("value", spec("rotated", "$.queues[0].length"));
            user.awaitInjected("value");
            assertThat(webhook.authorization()).isEqualTo("Bearer " + FIRST);

            store("rotated", SECOND);
            await().until(() -> webhook.authorization().equals("Bearer " + SECOND));
            // An answer that repeats what it was asked with must not carry it into the status.
            webhook.answerWithJson("{\"queues\":[{\"length\":\"%s\"}]}".formatted(SECOND));
            await().until(() -> user.status("value").readings().stream()
                    .anyMatch(reading -> reading.outcome().equals("Failed")));
            webhook.answerWithJson("{\"queues\":[{\"length\":1000.5}]}");
            ExperimentStatus status = user.awaitState("value", State.Failed);
            Instant off = Instant.now();

            await().until(() -> traffic.since(off).size() > 50);
            assertThat(status.reason()).isEqualTo("ConditionMet");
            assertThat(user.report("value").getSpec().breach().value()).isEqualTo("1000.5");
            assertThat(traffic.since(off)).allMatch(answer -> answer.status() == 200);
        }
        assertThat(user.kubectl("get", "experiments,reports,events", "-o", "yaml")
                        .text())
                .contains("name: value")
                .doesNotContain("s3cret");
        assertThat(Files.readString(world.controller().log())).doesNotContain("s3cret");
    }

    @Test
    void isAbortedBeforehandWithoutItsSecret() {
        user.apply("no-secret", spec("absent", "$.a"));

        ExperimentStatus status = user.awaitState("no-secret", State.Aborted);

        assertThat(status.reason()).isEqualTo("SecretNotFound");
        assertThat(status.message()).contains("hook", "There is no Secret absent in namespace with-secrets.");
        assertThat(webhook.requests()).isZero();
    }

    @Test
    void isAbortedBeforehandInANamespaceThatIsNotListed() {
        String namespace = world.newNamespace("unlisted");
        User other = new User(world, namespace);
        other.apply("unlisted", """
                failureConditions:
                - name: hook
                  trigger:
                    webhook:
                      url: "%s"
                      headers: [{name: Authorization, valueFrom: {secretKeyRef: {name: any, key: token}}}]
                """.formatted(webhook.url()));

        ExperimentStatus status = other.awaitState("unlisted", State.Aborted);

        assertThat(status.reason()).isEqualTo("SecretNotAllowed");
        assertThat(status.message()).contains(namespace, "glooshot.secrets.namespaces");
        assertThat(webhook.requests()).isZero();
    }

    private static void store(String name, String token) {
        world.kube().apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: %s}
                stringData: {token: "%s"}
                """.formatted(name, EndToEnd.WITH_SECRETS, token));
    }

    private String spec(String secret, String path) {
        return """
                duration: 1m
                faults:
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 418}}
                failureConditions:
                - name: hook
                  interval: 200ms
                  trigger:
                    webhook:
                      url: "%s"
                      headers:
                      - {name: Authorization, valueFrom: {prefix: "Bearer ", secretKeyRef: {name: %s, key: token}}}
                      timeout: 800ms
                      jsonPath: %s
                      comparisonOperator: ">"
                      thresholdValue: 1000
                """.formatted(webhook.url(), secret, path);
    }
}
