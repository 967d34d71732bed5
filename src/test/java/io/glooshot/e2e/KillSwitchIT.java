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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody stops everything. */
@ExtendWith(SharedWorld.class)
class KillSwitchIT {

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static User user;

    private Traffic traffic;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("kill-switch"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @BeforeEach
    void startTraffic() {
        endToEnd.ensureRunning();
        traffic = bookinfo.call("reviews", "ratings", 100);
    }

    @AfterEach
    void switchOff() {
        world.kube().mustKubectl("delete", "killswitches", "--all");
        traffic.close();
        endToEnd.ensureRunning();
    }

    @Test
    void endsRunsAtOnceAndLetsNoneStartUntilItIsDeleted() {
        user.apply("running", spec("5m"));
        user.awaitInjected("running");
        await().until(() -> faulted() > 0);

        Instant switched = Instant.now();
        switchOn("everything");

        ExperimentStatus ended = user.awaitState("running", State.Aborted);
        assertThat(ended.reason()).isEqualTo("KillSwitch");
        assertThat(ended.message()).contains("everything").contains("Black Friday");
        assertThat(Duration.between(switched, lastFaulted())).isLessThan(Duration.ofSeconds(3));
        assertThat(user.report("running").getSpec().reason()).isEqualTo("KillSwitch");

        user.apply("held-back", spec("4s"));
        user.awaitState("held-back", State.Pending);
        await().until(() -> "KillSwitch".equals(user.status("held-back").reason()));
        switchOn("another");
        world.kube().mustKubectl("delete", "killswitch", "everything");
        await().until(() -> user.status("held-back").state() == State.Pending);

        world.kube().mustKubectl("delete", "killswitch", "another");
        assertThat(user.awaitEnd("held-back").state()).isEqualTo(State.Succeeded);
    }

    @Test
    void endsWhatANewLeaderWouldGoOnWith() {
        user.apply("resumed", spec("5m"));
        user.awaitInjected("resumed");
        endToEnd.controller().kill();
        switchOn("everything");

        endToEnd.controller().start();

        ExperimentStatus ended = user.awaitState("resumed", State.Aborted);
        assertThat(ended.reason()).isEqualTo("KillSwitch");
        traffic.close();
        traffic = bookinfo.call("reviews", "ratings", 100);
        await().until(() -> traffic.answers().size() > 100);
        assertThat(faulted()).isZero();
    }

    @Test
    void isSwitchedOnAndOffByTheCommandLine() {
        user.apply("by-hand", spec("5m"));
        user.awaitInjected("by-hand");

        Command.Result on = world.glooshot("stop", "--all", "--reason", "Black Friday");

        assertThat(on.exitCode()).as(on.text()).isZero();
        assertThat(user.awaitState("by-hand", State.Aborted).message()).contains("glooshot-stop", "Black Friday");
        Command.Result again = world.glooshot("stop", "--all");
        assertThat(again.exitCode()).as(again.text()).isZero();
        assertThat(again.stdout()).contains("on already");
        user.apply("later", spec("4s"));
        await().until(() -> user.status("later") != null
                && "KillSwitch".equals(user.status("later").reason()));

        Command.Result off = world.glooshot("stop", "--lift");

        assertThat(off.exitCode()).as(off.text()).isZero();
        assertThat(user.awaitEnd("later").state()).isEqualTo(State.Succeeded);
        user.kubectl("delete", "experiment", "by-hand", "later");
    }

    @Test
    void theCommandLineStopsOneExperimentToo() {
        user.apply("one", spec("5m"));
        user.awaitInjected("one");

        Command.Result stop = world.glooshot("stop", "one", "-n", bookinfo.namespace());

        assertThat(stop.exitCode()).as(stop.text()).isZero();
        assertThat(user.awaitState("one", State.Aborted).reason()).isEqualTo("Stopped");
        Command.Result none = world.glooshot("stop", "nobody", "-n", bookinfo.namespace());
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.stderr()).contains("\"nobody\" not found");
        assertThat(world.glooshot("stop").exitCode()).isEqualTo(2);
        assertThat(world.glooshot("stop", "one", "--all").exitCode()).isEqualTo(2);
    }

    @Test
    void needsNoReason() {
        Command.Result result = world.kube()
                .kubectl(
                        "create",
                        "-f",
                        Path.of("kubernetes/examples/kill-switch.yaml")
                                .toAbsolutePath()
                                .toString());
        assertThat(result.ok()).as(result.text()).isTrue();
        world.kube().apply("""
                apiVersion: glooshot.solo.io/v1
                kind: KillSwitch
                metadata: {name: bare}
                """);

        user.apply("held", spec("4s"));

        await().until(() -> user.status("held") != null
                && "KillSwitch".equals(user.status("held").reason()));
        assertThat(user.status("held").message()).isEqualTo("KillSwitch bare is on.");
        user.kubectl("delete", "experiment", "held", "--timeout=30s");
    }

    private static void switchOn(String name) {
        world.kube().apply("""
                apiVersion: glooshot.solo.io/v1
                kind: KillSwitch
                metadata: {name: %s}
                spec: {reason: Black Friday}
                """.formatted(name));
    }

    private long faulted() {
        return traffic.answers().stream()
                .filter(answer -> answer.status() == 418)
                .count();
    }

    private Instant lastFaulted() {
        return traffic.last(answer -> answer.status() == 418).orElseThrow().sent();
    }

    private static String spec(String duration) {
        return """
                duration: %s
                faults:
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 418}}
                failureConditions:
                - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                """.formatted(duration);
    }
}
