package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.mesh.envoy.EnvoyProvider;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a Mesh tells of itself, and that nothing else in it is touched. */
@ExtendWith(SharedWorld.class)
class MeshStatusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static World world;

    @BeforeAll
    static void start(World shared) {
        world = shared;
        EndToEnd.on(world);
    }

    @Test
    void tellsWhatCanBeDoneInAMeshThatWasThereBefore() {
        awaitStatus("envoy");

        assertThat(world.kube().mustKubectl("get", "meshes").lines().map(line -> line.split("\\s+")))
                .anySatisfy(columns -> assertThat(columns)
                        .startsWith(
                                "NAME",
                                "TYPE",
                                "VERSION",
                                "REVISION",
                                "ABORT",
                                "GRPCABORT",
                                "DELAY",
                                "ORIGINS",
                                "PROOF"))
                .anySatisfy(columns ->
                        assertThat(columns).startsWith("envoy", "Envoy", "true", "true", "true", "true", "true"));
    }

    @Test
    void tellsItOfANewMeshAndLeavesTheRestAsItIs() {
        Mesh mesh = new Mesh();
        mesh.getMetadata().setName("mesh-status");
        mesh.getMetadata().setLabels(Map.of("team", "books"));
        mesh.setSpec(new MeshSpec(MeshType.Envoy, null, null));
        Mesh created = world.kube().client().resource(mesh).create();
        try {
            Mesh told = awaitStatus("mesh-status");

            assertThat(told.getSpec()).isEqualTo(created.getSpec());
            assertThat(told.getMetadata().getLabels()).isEqualTo(Map.of("team", "books"));
            assertThat(told.getMetadata().getFinalizers()).isEmpty();
            assertThat(told.getMetadata().getGeneration()).isEqualTo(1);
        } finally {
            world.kube().client().resource(mesh).delete();
        }
    }

    private static Mesh awaitStatus(String name) {
        await().atMost(PATIENCE).until(() -> mesh(name).getStatus() != null);
        Mesh mesh = mesh(name);
        assertThat(mesh.getStatus().capabilities()).isEqualTo(EnvoyProvider.CAPABILITIES);
        assertThat(mesh.getStatus().observedGeneration()).isEqualTo(1);
        return mesh;
    }

    private static Mesh mesh(String name) {
        return world.kube().client().resources(Mesh.class).withName(name).get();
    }
}
