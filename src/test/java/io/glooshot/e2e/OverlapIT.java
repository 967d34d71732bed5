package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One experiment at a time on a destination; the others wait, say for whom, and come oldest first. */
@ExtendWith(SharedWorld.class)
class OverlapIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static World world;
    private static Bookinfo bookinfo;
    private static User user;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        bookinfo = world.bookinfo(world.newNamespace("overlap"));
        user = EndToEnd.on(world).user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    /** Their names would sort them the other way round. */
    @BeforeEach
    void startThree() {
        EndToEnd.on(world).ensureRunning();
        apply("z-first");
        user.awaitInjected("z-first");
        apply("y-second");
        awaitWaitingFor("y-second", "z-first");
        apply("x-third");
        awaitWaitingFor("x-third", "z-first");
    }

    @AfterEach
    void deleteAll() {
        EndToEnd.on(world).ensureRunning();
        assertThat(user.kubectl("delete", "experiment", "--all", "--timeout=50s")
                        .ok())
                .isTrue();
    }

    @Test
    void theOldestThatWaitsComesNext() {
        stop("z-first");

        user.awaitInjected("y-second");
        awaitWaitingFor("x-third", "y-second");
        stop("y-second");
        user.awaitInjected("x-third");
    }

    @Test
    void oneThatIsDeletedWhileItWaitsHoldsNobodyUp() {
        assertThat(user.kubectl("delete", "experiment", "y-second", "--timeout=30s")
                        .ok())
                .isTrue();
        stop("z-first");

        user.awaitInjected("x-third");
    }

    @Test
    void oneThatIsStoppedWhileItWaitsHoldsNobodyUp() {
        stop("y-second");
        stop("z-first");

        user.awaitInjected("x-third");
        assertThat(user.status("y-second").timeStarted()).isNull();
    }

    @Test
    void whoWaitsKeepsItsPlaceWhenTheControllerIsRestarted() {
        EndToEnd.on(world).controller().kill();

        EndToEnd.on(world).ensureRunning();

        user.awaitInjected("z-first");
        stop("z-first");
        user.awaitInjected("y-second");
        awaitWaitingFor("x-third", "y-second");
    }

    @Test
    void whoWaitsKeepsItsPlaceWhenTheFirstIsGoneBeforeAnyControllerIsBack() {
        EndToEnd.on(world).controller().kill();
        user.kubectl("patch", "experiment", "z-first", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
        user.kubectl("delete", "experiment", "z-first", "--timeout=30s");
        user.awaitGone("z-first");

        EndToEnd.on(world).ensureRunning();

        user.awaitInjected("y-second");
        awaitWaitingFor("x-third", "y-second");
    }

    /** Creation times are whole seconds, so that the next one has to come in another. */
    private void apply(String name) {
        user.apply(name, """
                duration: 5m
                faults:
                - destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 418}}
                """);
        Instant created =
                Instant.parse(user.find(name).orElseThrow().getMetadata().getCreationTimestamp());
        await().until(() -> Instant.now().isAfter(created.plusSeconds(1)));
    }

    private void stop(String name) {
        user.kubectl("patch", "experiment", name, "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        user.awaitState(name, State.Aborted);
    }

    private void awaitWaitingFor(String name, String holder) {
        await("%s to wait for %s".formatted(name, holder)).atMost(LIMIT).until(() -> {
            ExperimentStatus status = user.status(name);
            return status != null
                    && status.state() == State.Pending
                    && "WaitingForExperiment".equals(status.reason())
                    && status.message().contains("/" + holder + " ");
        });
    }
}
