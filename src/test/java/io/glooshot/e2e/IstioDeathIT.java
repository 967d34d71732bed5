package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The controller, or the control plane of the mesh, dies in the middle of a run. */
@ExtendWith(SharedIstioWorld.class)
class IstioDeathIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private World world;
    private IstioEndToEnd endToEnd;
    private IstioBookinfo bookinfo;
    private User user;

    @BeforeEach
    void start(World world) {
        this.world = world;
        endToEnd = IstioEndToEnd.on(world);
        bookinfo = world.istioBookinfo(world.newNamespace("istio-death"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterEach
    void stop() {
        bookinfo.close();
    }

    @Test
    void aRestartedControllerResumesToTheStoredDeadline() {
        start("resumed", "40s", "Client");

        endToEnd.controller().kill();
        assertThat(status()).isEqualTo(418);
        endToEnd.controller().start();

        ExperimentStatus status = user.awaitEnd("resumed");
        assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
        awaitClean("resumed");
    }

    @Test
    void aRestartedControllerTakesServerSideFaultsOffInTwoStepsAsWell() {
        start("two-steps", "5m", "Server");
        user.kubectl("patch", "experiment", "two-steps", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        await().atMost(LIMIT).until(() -> status() == 200);

        // The filter is still there, at 0 %.
        endToEnd.controller().kill();
        assertThat(user.kubectl("get", "envoyfilters", "-o", "name").stdout()).isNotEmpty();
        endToEnd.controller().start();

        user.awaitState("two-steps", State.Aborted);
        awaitClean("two-steps");
    }

    @Test
    void aFaultOutlivesARestartOfIstiodAndEndsWithItsRun() {
        start("istiod", "20s", "Client");

        world.istio().restart();
        await().atMost(LIMIT).until(() -> status() == 418);

        user.awaitState("istiod", State.Succeeded);
        awaitClean("istiod");
    }

    @Test
    void aRunThatEndsWhileIstiodIsAwayTakesItsFaultOffAsSoonAsItIsBack() {
        world.kube().apply(ratingsOfTheUsers());
        start("away", "5m", "Client");
        // Its webhook has to agree to every change of its objects.
        world.istio().kill();
        try {
            user.kubectl("patch", "experiment", "away", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
            ExperimentStatus status = user.awaitState("away", State.Stopping);
            await().atMost(LIMIT).until(() -> user.status("away").reason().equals("RemovalFailing"));
            assertThat(status.verdict().reason()).isEqualTo("Stopped");
            assertThat(status()).isEqualTo(418);
        } finally {
            world.istio().start();
        }

        user.awaitState("away", State.Aborted);
        awaitClean("away");
    }

    @Test
    void aDeletionDoesNotHangWhileTheFaultCannotBeTakenOffAndTheRemovalGoesOn() {
        world.kube().apply(ratingsOfTheUsers());
        start("hanging", "5m", "Client");
        String uid = user.find("hanging").orElseThrow().getMetadata().getUid();
        world.istio().kill();
        try {
            user.kubectl("delete", "experiment", "hanging", "--wait=false");
            await().atMost(LIMIT).until(() -> user.status("hanging").reason().equals("RemovalFailing"));
            assertThat(user.status("hanging").message()).contains("Removal is tried again");

            user.awaitGone("hanging");
            assertThat(status()).isEqualTo(418);
        } finally {
            world.istio().start();
        }

        await().atMost(LIMIT).until(() -> status() == 200);
        endToEnd.assertNothingLeft(uid);
    }

    /** Ours are deleted, which needs no webhook; theirs have to be changed. */
    private String ratingsOfTheUsers() {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: ratings, namespace: %s}
                spec:
                  hosts: [ratings]
                  http:
                  - route: [{destination: {host: ratings}}]
                """.formatted(bookinfo.namespace());
    }

    private void start(String name, String duration, String side) {
        user.apply(name, """
                duration: %s
                faults:
                - destinationServices: [{name: ratings}]
                  side: %s
                  fault: {abort: {httpStatus: 418}}
                """.formatted(duration, side));
        user.awaitInjected(name);
        await().atMost(LIMIT).until(() -> status() == 418);
    }

    private int status() {
        return bookinfo.ask("reviews", "ratings", "/", Map.of()).status();
    }

    private void awaitClean(String experiment) {
        await().atMost(LIMIT).until(() -> status() == 200);
        endToEnd.assertNothingLeft(user.report(experiment).getSpec().experimentUid());
    }
}
