package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.PrometheusEndpoint;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Mesh that has a Prometheus of its own, while the controller's is down. */
@ExtendWith(SharedWorld.class)
class MeshPrometheusIT {

    private static final String MESH = "own-metrics";

    private World world;
    private EndToEnd endToEnd;
    private Bookinfo bookinfo;

    @BeforeEach
    void start(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("own-metrics"));
        Mesh mesh = new Mesh();
        mesh.getMetadata().setName(MESH);
        mesh.setSpec(new MeshSpec(
                MeshType.Envoy, null, PrometheusEndpoint.at(world.prometheus().url())));
        world.kube().client().resource(mesh).create();
        endToEnd.front().behave(PrometheusFront.Mode.ERROR_500);
    }

    @AfterEach
    void stop() {
        endToEnd.ensureRunning();
        world.kube().mustKubectl("delete", "mesh", MESH, "--ignore-not-found");
        bookinfo.close();
    }

    @Test
    void isAskedForConditionsAndProofAndAlsoByAControllerThatIsRestarted() {
        User user = endToEnd.user(bookinfo.namespace());
        user.kubectl("label", "service", "ratings", "chaos=yes");
        try (Traffic traffic = bookinfo.call("reviews", "ratings", 100)) {
            await().until(() -> traffic.answers().size() > 50);
            user.apply("own-metrics", """
                    targetMesh: {name: %s}
                    duration: 40s
                    faults:
                    - destinationSelector: {matchLabels: {chaos: "yes"}}
                      fault: {abort: {httpStatus: 418}, percentage: 50}
                    failureConditions:
                    - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                    """.formatted(MESH));
            user.awaitInjected("own-metrics");

            user.kubectl("label", "service", "ratings", "chaos-");
            world.kube().mustKubectl("delete", "mesh", MESH);
            endToEnd.controller().kill();
            endToEnd.controller().start();

            ExperimentStatus status = user.awaitEnd("own-metrics");
            assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
            assertThat(status.targets()).hasSize(1);
            assertThat(user.report("own-metrics").getSpec().resumed()).isTrue();
            assertThat(user.report("own-metrics").getSpec().faultedRequests()).isPositive();
            assertThat(user.report("own-metrics").getSpec().targets()).isEqualTo(status.targets());
        }
    }
}
