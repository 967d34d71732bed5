package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.AuditLog;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.TestWebhook;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On plain Envoy the controller does all its work with the rights that its manifest gives it, and needs every one of them. */
@ExtendWith(SharedWorld.class)
class ControllerRightsIT {

    private static final String WITHOUT_ISTIO = "--set=meshes.istio=false";

    private World world;
    private ControllerAccount account;
    private Bookinfo bookinfo;
    private User user;
    private TestWebhook webhook;

    @BeforeEach
    void start(World shared) {
        world = shared;
        EndToEnd.on(world);
        account = new ControllerAccount(world);
        // Who has no Istio gives no right to it.
        account.takeOver(
                () -> Rights.install(world, WITHOUT_ISTIO),
                Map.of("GLOOSHOT_ISTIO_ENABLED", "false", "GLOOSHOT_REPORTS_PER_NAMESPACE", "1"));
        bookinfo = world.bookinfo(world.newNamespace("rights"));
        user = EndToEnd.on(world).user(world.newNamespace("rights-author"));
        webhook = world.webhook();
        world.kube()
                .mustKubectl(
                        "annotate",
                        "namespace",
                        bookinfo.namespace(),
                        "glooshot.solo.io/allow-experiments-from=" + user.namespace());
        world.kube().mustKubectl("label", "service", "ratings", "-n", bookinfo.namespace(), "broken=yes");
        world.kube().apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: rights}
                spec: {type: Envoy, prometheus: {url: "%s"}}
                ---
                apiVersion: glooshot.solo.io/v1
                kind: ExperimentPolicy
                metadata: {name: rights}
                spec:
                  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
                  protectedServices: {selector: {matchLabels: {chaos: never}}}
                """.formatted(world.prometheus().url(), user.namespace()));
    }

    @AfterEach
    void stop() {
        List<AuditLog.Call> refused = account.refused();
        world.kube().mustKubectl("delete", "mesh,exppol", "rights", "--ignore-not-found");
        account.handBack(Set.of("GLOOSHOT_ISTIO_ENABLED", "GLOOSHOT_REPORTS_PER_NAMESPACE"));
        Rights.install(world);
        EndToEnd.on(world).ensureRunning();
        if (bookinfo != null) {
            bookinfo.close();
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void doesAllItsWorkWithTheRightsOfItsRolesAndUsesThemAll() throws IOException {
        try (Traffic traffic = bookinfo.call("reviews", "ratings", 50)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(25))
                    .until(() -> traffic.answers().size() > 20);
            user.apply("passes", passes());
            ExperimentStatus passed = user.awaitEnd("passes");
            assertThat(passed.state()).as(passed.message()).isEqualTo(State.Succeeded);
            user.awaitRecovery("passes");

            user.apply("does-not-heal", doesNotHeal());
            user.awaitInjected("does-not-heal");
            webhook.answerWith(503);
            user.awaitState("does-not-heal", State.Failed);
            // The oldest of too many goes.
            Awaitility.await().until(() -> user.report("passes") == null);
            // The successor sees to the report that is not complete.
            account.restart();
            webhook.answerWith(200);
            user.awaitRecovery("does-not-heal");
        }

        account.assertUses("30-controller.yaml");
        List<AuditLog.Call> leases = account.calls().stream()
                .filter(call -> call.resource().equals("leases"))
                .toList();
        assertThat(leases).allMatch(call -> call.namespace().equals("glooshot"));
    }

    @Test
    void anExperimentThatGoesOnSurvivesAnUpgrade() {
        user.apply("survives", passes().replace("8s", "30s"));
        ExperimentStatus started = user.awaitInjected("survives");

        Rights.install(world, WITHOUT_ISTIO, "--set=image=example.com/glooshot:next");
        // What the Deployment does then.
        account.restart();

        assertThat(user.status("survives").state()).isEqualTo(State.Started);
        try (Traffic traffic = bookinfo.call("reviews", "ratings", 50)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(25))
                    .until(() -> traffic.answers().stream().anyMatch(answer -> answer.status() == 418));
            ExperimentStatus ended = user.awaitEnd("survives");
            assertThat(ended.state()).as(ended.message()).isEqualTo(State.Succeeded);
            assertThat(ended.deadline()).isEqualTo(started.deadline());
        }
        assertThat(user.report("survives").getSpec().resumed()).isTrue();
    }

    /** Names services of another namespace. */
    private String passes() {
        return """
                targetMesh: {name: rights}
                duration: 8s
                faults:
                - originServices: [{name: reviews, namespace: %1$s}]
                  destinationServices: [{name: ratings, namespace: %1$s}]
                  fault: {abort: {httpStatus: 418}}
                failureConditions:
                - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                """.formatted(bookinfo.namespace());
    }

    /** Selects them. */
    private String doesNotHeal() {
        return """
                targetMesh: {name: rights}
                duration: 5m
                recoveryTimeout: 2m
                faults:
                - destinationSelector: {namespaces: [%s], matchLabels: {broken: "yes"}}
                  fault: {abort: {httpStatus: 418}}
                failureConditions:
                - name: on-call
                  trigger: {webhookUrl: "%s"}
                """.formatted(bookinfo.namespace(), webhook.url());
    }
}
