package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.Command;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever stops or deletes an experiment, in whatever way, gets the fault off first. */
@ExtendWith(SharedWorld.class)
class EndedFromOutsideIT {

    private static World world;
    private static Bookinfo bookinfo;
    private static User user;
    private static EndToEnd endToEnd;

    private Traffic traffic;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        bookinfo = world.bookinfo(world.newNamespace("outside"));
        endToEnd = EndToEnd.on(world);
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @BeforeEach
    void startTraffic() {
        traffic = bookinfo.call("reviews", "ratings", 100);
    }

    @AfterEach
    void stopTraffic() {
        traffic.close();
    }

    @Test
    void stopTakesTheFaultOff() {
        start("stop");

        user.kubectl("patch", "experiment", "stop", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");

        ExperimentStatus status = user.awaitState("stop", State.Aborted);
        assertThat(status.reason()).isEqualTo("Stopped");
        assertIsClean();
        assertThat(user.find("stop").orElseThrow().getMetadata().getFinalizers())
                .isEmpty();
    }

    @Test
    void deletionTakesTheFaultOffAndThenTheObject() {
        start("deleted");

        assertThat(user.kubectl("delete", "experiment", "deleted", "--timeout=30s")
                        .ok())
                .isTrue();

        assertIsClean();
        assertThat(user.find("deleted")).isEmpty();
        assertThat(user.report("deleted").getSpec().reason()).isEqualTo("Deleted");
    }

    /** It is done when the fault is off, and not before. */
    @Test
    void theCommandWaitsForTheRemovalAndSaysSo() {
        start("by-command");
        Command.Result described = world.glooshot("describe", "exp/by-command", "-n", user.namespace());
        assertThat(described.stdout())
                .contains("State:", "Started", "abort 100 % with HTTP 418, calls from everywhere to ratings")
                .containsPattern("Remaining: +4m")
                .containsPattern("Injected +True")
                .containsPattern("Normal +Started|Normal +Injected");

        Command.Result deleted = world.glooshot("delete", "experiment", "by-command", "-n", user.namespace());

        assertThat(deleted.exitCode()).as(deleted.text()).isZero();
        assertThat(user.find("by-command")).isEmpty();
        assertIsClean();
        assertThat(deleted.stdout()).isEqualTo("experiment.glooshot.solo.io \"by-command\" deleted\n");
        assertThat(deleted.stderr())
                .containsPattern(
                        "^Waiting for experiment %s/by-command: its fault has to be off; state (Started|Stopping)"
                                .formatted(user.namespace()));
        assertThat(world.glooshot("describe", "report", "by-command", "-n", user.namespace())
                        .stdout())
                .containsPattern("Reason: +Deleted");
    }

    @Test
    void deletionOfAllTakesAllFaultsOff() {
        start("one");
        user.apply("two", spec("details"));
        user.awaitInjected("two");
        user.apply("three-waits", spec("ratings"));

        assertThat(user.kubectl("delete", "experiment", "--all", "--timeout=30s")
                        .ok())
                .isTrue();

        assertIsClean();
        assertThat(user.find("two")).isEmpty();
        assertThat(user.find("three-waits")).isEmpty();
    }

    /** No namespace controller runs here; what it does to the objects is done by hand. */
    @Test
    void anExperimentInANamespaceThatIsDeletedGoesToo() {
        Bookinfo doomed = world.bookinfo(world.newNamespace("doomed"));
        try {
            User owner = EndToEnd.on(world).user(doomed.namespace());
            owner.apply("deleted-with-its-namespace", spec("ratings"));
            owner.awaitInjected("deleted-with-its-namespace");

            world.kube().mustKubectl("delete", "namespace", doomed.namespace(), "--wait=false");
            owner.kubectl("delete", "experiment", "--all", "--timeout=30s");

            // Nothing can be created in a namespace that is on its way out, no report either; and nothing waits for it.
            owner.awaitGone("deleted-with-its-namespace");
            assertThat(owner.report("deleted-with-its-namespace")).isNull();
        } finally {
            doomed.close();
        }
    }

    @Test
    void theFaultComesOffEvenWhenSomebodyTakesTheFinalizerAway() {
        start("forced");
        user.kubectl("delete", "experiment", "forced", "--wait=false");

        user.kubectl("patch", "experiment", "forced", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");

        user.awaitGone("forced");
        assertIsClean();
        start("after-forced");
        user.kubectl("delete", "experiment", "after-forced");
    }

    /** The controller may see none of what came between the two. */
    @Test
    void oneThatIsReplacedByForceEndsForItsSuccessor() {
        start("replaced");
        String uid = user.find("replaced").orElseThrow().getMetadata().getUid();
        endToEnd.controller().freeze();
        try {
            user.kubectl(
                    "patch", "experiment", "replaced", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
            user.kubectl("delete", "experiment", "replaced");
            user.apply("replaced", spec("ratings"));
        } finally {
            endToEnd.controller().thaw();
        }

        user.awaitInjected("replaced");
        assertThat(user.find("replaced").orElseThrow().getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(user.kubectl("delete", "experiment", "replaced", "--timeout=30s")
                        .ok())
                .isTrue();
        assertIsClean();
    }

    /** Also when it is taken away at the very moment at which the run has ended. */
    @Test
    void noneThatIsTakenAwayByForceHoldsUpThoseThatCome() {
        for (int i = 0; i < 10; i++) {
            user.apply("taken", spec("ratings"));
            user.awaitInjected("taken");
            user.kubectl("patch", "experiment", "taken", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
            user.awaitEnd("taken");
            user.kubectl("delete", "experiment", "taken", "--wait=false");
            user.kubectl("patch", "experiment", "taken", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
            user.awaitGone("taken");
        }
        assertIsClean();
    }

    @Test
    void aSecondExperimentOnTheDestinationWaitsAndThenRuns() {
        start("first");
        user.apply("second", spec("ratings"));

        ExperimentStatus waiting = user.awaitState("second", State.Pending);
        await().until(() -> "WaitingForExperiment".equals(user.status("second").reason()));
        assertThat(user.status("second").message()).contains(bookinfo.namespace() + "/first");
        assertThat(waiting.timeStarted()).isNull();

        user.kubectl("patch", "experiment", "first", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        user.awaitInjected("second");
        user.kubectl("delete", "experiment", "second", "--timeout=30s");
        assertIsClean();
    }

    private void start(String name) {
        Instant now = Instant.now();
        user.apply(name, spec("ratings"));
        user.awaitInjected(name);
        await().until(() -> traffic.count(now, 418) > 5);
    }

    private void assertIsClean() {
        // Requests under way when the proxy took the change may still be hit.
        Instant clean = Instant.now().plus(Duration.ofMillis(200));
        await().until(() -> traffic.since(clean).size() > 100);
        assertThat(traffic.count(clean, 418)).isZero();
    }

    private static String spec(String destination) {
        return """
                duration: 5m
                faults:
                - destinationServices: [{name: %s}]
                  fault: {abort: {httpStatus: 418}}
                """.formatted(destination);
    }
}
