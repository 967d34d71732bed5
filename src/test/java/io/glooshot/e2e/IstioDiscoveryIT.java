package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Mesh;
import io.glooshot.playground.Istiod;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged controller notices Istio, and tells of it in a Mesh of its own making. */
@ExtendWith(SharedWorld.class)
class IstioDiscoveryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "discovered-istio";

    private static World world;
    private static EndToEnd endToEnd;
    private static Istiod istiod;

    @BeforeAll
    static void start(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        istiod = new Istiod(world.kube());
    }

    /** The other tests' world has one Mesh. */
    @AfterEach
    void leaveNothing() {
        istiod.uninstall(NAMESPACE, "default");
        awaitFound("False");
        world.kube().mustKubectl("delete", "mesh", "istio");
        istiod.withdrawKinds();
    }

    @Test
    void tellsOfAControlPlaneThatComesAndGoesAndAbortsWhatNeedsIt() {
        istiod.serveKinds();
        istiod.install(NAMESPACE, "default", "docker.io/istio/pilot:1.27.1");

        Mesh there = awaitFound("True");

        assertThat(there.getStatus().version()).isEqualTo("1.27.1");
        assertThat(there.getMetadata().getFinalizers()).isEmpty();

        istiod.uninstall(NAMESPACE, "default");

        assertThat(awaitFound("False").getStatus().version()).isNull();

        User user = endToEnd.user(world.newNamespace("no-istio"));
        user.apply("no-control-plane", """
                targetMesh: {name: istio}
                faults:
                - destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 500}}
                """);

        ExperimentStatus status = user.awaitState("no-control-plane", State.Aborted);
        assertThat(status.reason()).isEqualTo("MeshNotReady");
        assertThat(status.message()).contains("Mesh istio", "There is no Deployment labelled app=istiod");
        assertThat(status.timeStarted()).isNull();
    }

    private static Mesh awaitFound(String found) {
        await().atMost(PATIENCE).until(() -> found.equals(found()));
        return mesh();
    }

    private static String found() {
        return mesh() == null || mesh().getStatus() == null
                ? null
                : mesh().getStatus().conditions().stream()
                        .map(Condition::getStatus)
                        .findFirst()
                        .orElse(null);
    }

    private static Mesh mesh() {
        return world.kube().client().resources(Mesh.class).withName("istio").get();
    }
}
