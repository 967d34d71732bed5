package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.mesh.contract.ApiFront;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments that are gone without the controller having been told: the framework loses such an event now and then. */
class VanishedIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static World world;
    private static ApiFront front;
    private static User user;

    @BeforeAll
    static void startController() throws IOException {
        world = World.builder(Progress.toStandardOut()).start();
        front = ApiFront.before(world.kube().client(), world.vertx());
        Path kubeconfig = Files.writeString(directory.resolve("front"), front.kubeconfig());
        front.keepBack(event -> event.startsWith("{\"type\":\"DELETED\"") && event.contains("\"kind\":\"Experiment\""));
        world.controller().with("KUBECONFIG", kubeconfig.toString()).start();
        user = new User(world, world.newNamespace("vanished"));
    }

    @AfterAll
    static void endWorld() {
        front.close();
        world.close();
    }

    @Test
    void aRunEndsOfWhoseDeletionNobodyHasTold() {
        begin("forced");

        user.kubectl("patch", "experiment", "forced", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
        user.kubectl("delete", "experiment", "forced");

        endsAndStaysEnded("forced");
    }

    /** The controller knows that it is being deleted, and finds nothing any more to write to. */
    @Test
    void aRunEndsThatCannotStoreWhatBecameOfIt() {
        begin("emptied");

        user.kubectl("delete", "experiment", "emptied", "--wait=false");
        user.kubectl("patch", "experiment", "emptied", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");

        endsAndStaysEnded("emptied");
    }

    private static void endsAndStaysEnded(String name) {
        user.awaitGone(name);
        await().atMost(LIMIT).until(() -> activeRuns() == 0);
        // Meanwhile it would have begun anew, for what the controller still has in its cache.
        String next = "after-" + name;
        begin(next);
        user.kubectl("patch", "experiment", next, "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
        user.awaitState(next, State.Aborted);
        await().atMost(LIMIT).until(() -> activeRuns() == 0);
    }

    private static void begin(String name) {
        user.apply(name, "duration: 10m");
        user.awaitState(name, State.Started);
        assertThat(activeRuns()).isEqualTo(1);
    }

    private static int activeRuns() {
        return RestAssured.get(world.controller().httpUrl() + "/q/metrics")
                .body()
                .asString()
                .lines()
                .filter(line -> line.startsWith("glooshot_runs_active"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToInt(value -> (int) Double.parseDouble(value))
                .sum();
    }
}
