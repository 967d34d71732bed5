package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.Command;
import io.glooshot.playground.GuardProcess;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The controller leaves a fault behind in a mesh that has no expiry. */
@ExtendWith(SharedIstioWorld.class)
class GuardIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String A_LONG_TIME = "10m";
    /** Longer than the leader takes to renew its Lease, even on a busy machine. */
    private static final String A_SHORT_TIME = "8s";

    private World world;
    private IstioEndToEnd endToEnd;
    private IstioBookinfo bookinfo;
    private User user;

    @BeforeEach
    void start(World world) {
        this.world = world;
        endToEnd = IstioEndToEnd.on(world);
        bookinfo = world.istioBookinfo(world.newNamespace("guard"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterEach
    void stop() {
        bookinfo.close();
        endToEnd.ensureRunning();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Client", "Server"})
    void takesOffWhatADeadControllerLeavesBehindAndItNeverComesBack(String side) {
        String uid = inject("abandoned", "10m", side);
        try (GuardProcess guard = guard(A_SHORT_TIME)) {
            endToEnd.controller().kill();

            awaitClean(uid);
            assertThat(guard.log()).content().contains("no controller has shown itself");
            assertThat(user.find("abandoned").orElseThrow().getSpec().stop()).isTrue();
        }
        endToEnd.controller().start();

        ExperimentStatus status = user.awaitEnd("abandoned");
        assertThat(status.state()).isEqualTo(State.Aborted);
        assertThat(status.reason()).isEqualTo("Stopped");
        assertThat(status()).isEqualTo(200);
        endToEnd.assertNothingLeft(uid);
    }

    @Test
    void leavesARunAloneThatAControllerWatches() {
        try (GuardProcess guard = guard(A_SHORT_TIME)) {
            inject("watched", "20s", "Client");

            ExperimentStatus status = user.awaitEnd("watched");

            assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
            assertThat(guard.log()).content().doesNotContain("Taking off");
        }
    }

    @Test
    void takesOffTheFaultOfAnExperimentThatIsGone() {
        String uid = inject("vanished", "10m", "Client");
        endToEnd.controller().kill();
        user.kubectl("patch", "experiment", "vanished", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
        user.kubectl("delete", "experiment", "vanished", "--timeout=30s");

        try (GuardProcess guard = guard(A_LONG_TIME)) {
            awaitClean(uid);
            assertThat(guard.log()).content().contains("UID " + uid).contains("its experiment is gone");
        }
    }

    @Test
    void takesOffAFaultThatAControllerWhichHangsKeepsBeyondItsDeadline() {
        String uid = inject("overdue", "20s", "Client");
        Instant deadline = Instant.parse(user.status("overdue").deadline());
        endToEnd.controller().freeze();
        try (GuardProcess guard = guard(A_LONG_TIME)) {
            awaitClean(uid);
            assertThat(Instant.now()).isAfter(deadline);
            assertThat(guard.log()).content().contains("its deadline has passed");
        } finally {
            endToEnd.controller().kill();
        }
    }

    @Test
    void obeysAKillSwitchWithoutAController() {
        String uid = inject("killed", "10m", "Client");
        endToEnd.controller().kill();
        try (GuardProcess guard = guard(A_LONG_TIME)) {
            world.kube().apply("""
                    apiVersion: glooshot.solo.io/v1
                    kind: KillSwitch
                    metadata: {name: %s}
                    spec: {reason: Black Friday}
                    """.formatted(bookinfo.namespace()));
            awaitClean(uid);
            assertThat(guard.log()).content().contains("a KillSwitch is on");
        } finally {
            world.kube().mustKubectl("delete", "killswitch", bookinfo.namespace());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Client", "Server"})
    void recoverDoesTheSameForAPersonWithAKubeconfig(String side) {
        String uid = inject("recovered", "10m", side);
        endToEnd.controller().kill();

        Command.Result dry = world.glooshot("recover", "--dry-run");
        assertThat(dry.exitCode()).as(dry.text()).isZero();
        assertThat(dry.stdout()).contains(uid).contains("Nothing was changed.");
        assertThat(status()).isEqualTo(418);
        assertThat(user.find("recovered").orElseThrow().getSpec().stop()).isFalse();

        Command.Result result = world.glooshot("recover", "--convergence", "2s");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.stdout()).contains(uid).contains("No fault is left in the cluster.");
        awaitClean(uid);
        assertThat(user.find("recovered").orElseThrow().getSpec().stop()).isTrue();
    }

    @Test
    void recoverWinsAgainstAControllerThatKeepsTheFaultOn() {
        String uid = inject("contested", "10m", "Client");

        Command.Result result = world.glooshot("recover", "--convergence", "2s");

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(user.awaitEnd("contested").reason()).isEqualTo("Stopped");
        awaitClean(uid);
    }

    @Test
    void recoverSaysWhatIsWrongWithItsCluster() {
        Command.Result unreadable = world.glooshot("recover", "--kubeconfig", "/no/such/file");
        assertThat(unreadable.exitCode()).isEqualTo(2);
        assertThat(unreadable.stderr()).contains("--kubeconfig is '/no/such/file'");

        Command.Result wrong = world.glooshot("recover", "--timeout", "soon");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.stderr()).contains("'soon' is no duration such as");
    }

    private GuardProcess guard(String longestSilence) {
        return world.guard(
                Rights.kubeconfig(world, "glooshot-guard"),
                "--longest-silence",
                longestSilence,
                "--interval",
                "500ms",
                "--grace",
                "2s",
                "--convergence",
                "2s",
                "--lease-namespace",
                Rights.NAMESPACE);
    }

    private String inject(String name, String duration, String side) {
        user.apply(name, """
                duration: %s
                faults:
                - destinationServices: [{name: ratings}]
                  side: %s
                  fault: {abort: {httpStatus: 418}}
                """.formatted(duration, side));
        user.awaitInjected(name);
        await().atMost(LIMIT).until(() -> status() == 418);
        return user.find(name).orElseThrow().getMetadata().getUid();
    }

    private int status() {
        return bookinfo.ask("reviews", "ratings", "/", Map.of()).status();
    }

    private void awaitClean(String uid) {
        await().atMost(LIMIT).until(() -> status() == 200);
        await().atMost(LIMIT).untilAsserted(() -> endToEnd.assertNothingLeft(uid));
    }
}
