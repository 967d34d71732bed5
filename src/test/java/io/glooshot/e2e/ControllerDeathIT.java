package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.Bookinfo;
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

/** The controller, or what it needs, dies in the middle of a run. */
@ExtendWith(SharedWorld.class)
class ControllerDeathIT {

    private static final Duration SLACK = Duration.ofSeconds(2);

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static User user;

    private Traffic traffic;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("death"));
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
    void stopTraffic() {
        traffic.close();
        endToEnd.ensureRunning();
    }

    @Test
    void aRestartedControllerResumesToTheStoredDeadline() {
        start("resumed", "40s");

        endToEnd.controller().kill();
        endToEnd.controller().start();

        ExperimentStatus status = user.awaitEnd("resumed");
        assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
        Instant deadline = Instant.parse(status.deadline());
        Instant lastFaulted = lastFaulted();
        assertThat(Duration.between(Instant.parse(status.timeStarted()), deadline))
                .isEqualTo(Duration.ofSeconds(40));
        assertThat(lastFaulted).isBetween(deadline.minus(Duration.ofSeconds(2)), deadline.plus(SLACK));
        assertThat(user.report("resumed").getSpec().resumed()).isTrue();
        // Of this run alone, although the process that saw its start is gone.
        assertThat(status.faultedBefore()).isNotNull();
        assertThat(user.report("resumed").getSpec().faultedRequests())
                .isBetween(1L, traffic.count(Instant.EPOCH, 418) + 100L);
    }

    @Test
    void proxiesAreCleanWithinTheTtlWhenTheControllerDoesNotComeBack() {
        start("abandoned", "5m");

        endToEnd.controller().kill();
        Instant killed = Instant.now();

        await().atMost(Duration.ofSeconds(30)).until(() -> isClean());
        assertThat(Duration.between(killed, lastFaulted())).isLessThan(EndToEnd.TTL.plus(SLACK));

        endToEnd.controller().start();
        user.kubectl("delete", "experiment", "abandoned", "--timeout=30s");
    }

    @Test
    void proxiesAreCleanWithinTheTtlWhenTheControllerHangs() {
        start("hung", "5m");

        endToEnd.controller().freeze();
        Instant frozen = Instant.now();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> isClean());
            assertThat(Duration.between(frozen, lastFaulted())).isLessThan(EndToEnd.TTL.plus(SLACK));
        } finally {
            endToEnd.controller().thaw();
        }
        bringBackTheController();
        user.kubectl("delete", "experiment", "hung", "--timeout=30s");
    }

    @Test
    void aRunThatHasItsVerdictIsOnlyEverTakenOff() {
        start("decided", "5m");
        bookinfo.proxyOf("reviews").freeze();
        try {
            user.kubectl("patch", "experiment", "decided", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
            user.awaitState("decided", State.Stopping);
            endToEnd.controller().kill();
            endToEnd.controller().start();
            assertThat(user.status("decided").state()).isIn(State.Stopping, State.Aborted);
        } finally {
            bookinfo.proxyOf("reviews").thaw();
        }
        Instant thawed = Instant.now();

        assertThat(user.awaitState("decided", State.Aborted).reason()).isEqualTo("Stopped");
        await().until(() -> traffic.since(Instant.now().minusSeconds(1)).size() > 20);
        assertThat(Duration.between(thawed, lastFaulted())).isLessThan(SLACK);
    }

    @Test
    void aRunThatNobodyWatchedForLongerThanMaxBlindIsAborted() {
        user.apply("unwatched", "maxBlind: 2s\n" + spec("5m"));
        user.awaitInjected("unwatched");

        endToEnd.controller().kill();
        Instant killed = Instant.now();
        await().until(() -> Duration.between(killed, Instant.now()).compareTo(Duration.ofSeconds(5)) > 0);
        endToEnd.controller().start();

        assertThat(user.awaitState("unwatched", State.Aborted).reason()).isEqualTo("Blind");
        await().until(() -> isClean());
    }

    @Test
    void aControllerThatIsToldToEndLeavesTheRunToItsSuccessor() {
        start("handed-over", "40s");

        endToEnd.controller().stop();
        endToEnd.controller().start();

        ExperimentStatus status = user.awaitEnd("handed-over");
        assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
    }

    @Test
    void noFaultOutlivesItsDeadlineWhileTheApiServerIsGone() {
        start("outage", "8s");
        Instant deadline = Instant.parse(user.status("outage").deadline());

        world.kube().stop();
        Instant gone = Instant.now();
        try {
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> Duration.between(gone, Instant.now()).compareTo(Duration.ofSeconds(20)) > 0);
        } finally {
            world.kube().start();
        }
        bringBackTheController();

        ExperimentStatus status = user.awaitEnd("outage");
        assertThat(lastFaulted()).isBefore(deadline.plus(SLACK));
        assertThat(status.heldBy()).isEmpty();
        assertThat(user.report("outage")).isNotNull();
    }

    /**
     * A leader that could not renew its Lease ends, and whoever runs the container starts it again. One that came through
     * renews it.
     */
    private static void bringBackTheController() {
        Instant now = Instant.now();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !endToEnd.controller().alive()
                        || endToEnd.leaseRenewal().isAfter(now));
        endToEnd.ensureRunning();
    }

    private void start(String name, String duration) {
        user.apply(name, spec(duration));
        user.awaitInjected(name);
        await().until(() -> traffic.answers().stream().anyMatch(answer -> answer.status() == 418));
    }

    /** As good as one second of calls, none of them hit. */
    private boolean isClean() {
        var lately = traffic.since(Instant.now().minusSeconds(2));
        return lately.size() > 100 && lately.stream().noneMatch(answer -> answer.status() == 418);
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
