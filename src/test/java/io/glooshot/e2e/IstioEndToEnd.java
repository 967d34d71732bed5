package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glooshot.api.Mesh;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** The world of Istio with the controller running, as all end-to-end tests on Istio share it. */
final class IstioEndToEnd {

    /** Istiod here tells everybody within moments. */
    static final Duration CONVERGENCE = Duration.ofSeconds(2);

    static final int PUT_BACKS = 2;
    static final Duration LONGEST_DELETION = Duration.ofSeconds(8);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<World, IstioEndToEnd> STARTED = new WeakHashMap<>();

    private final World world;

    private IstioEndToEnd(World world) {
        this.world = world;
    }

    static synchronized IstioEndToEnd on(World world) {
        IstioEndToEnd endToEnd = STARTED.computeIfAbsent(world, IstioEndToEnd::start);
        endToEnd.ensureRunning();
        return endToEnd;
    }

    private static IstioEndToEnd start(World world) {
        Rights.limit(world);
        world.controller()
                // As that of a container that is restarted in its pod.
                .with("GLOOSHOT_LEADER_ELECTION_IDENTITY", "controller")
                .with("GLOOSHOT_RUN_PROOF_TIMEOUT", "10s")
                .with("GLOOSHOT_RUN_LONGEST_DELETION", LONGEST_DELETION.toString())
                .with("GLOOSHOT_ISTIO_CONVERGENCE", CONVERGENCE.toString())
                .with("GLOOSHOT_ISTIO_PUT_BACKS", Integer.toString(PUT_BACKS));
        return new IstioEndToEnd(world);
    }

    void ensureRunning() {
        if (!controller().alive()) {
            controller().start();
        }
        // Nobody has to register a mesh that is there.
        await("the Mesh to be discovered").atMost(Duration.ofSeconds(60)).until(() -> {
            Mesh mesh = world.kube()
                    .client()
                    .resources(Mesh.class)
                    .withName("istio")
                    .get();
            return mesh != null && mesh.getStatus() != null;
        });
    }

    ControllerProcess controller() {
        return world.controller();
    }

    User user(String namespace) {
        return new User(world, namespace);
    }

    JsonNode get(String kind, String namespace, String name) {
        try {
            return JSON.readTree(world.kube()
                    .mustKubectl("get", kind, name, "-n", namespace, "-o", "json", "--show-managed-fields"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever of an experiment is still in the mesh. */
    void assertNothingLeft(String uid) {
        List<String> left = world.kube()
                .mustKubectl("get", "virtualservices,envoyfilters", "-A", "-o", "yaml", "--show-managed-fields")
                .lines()
                .filter(line -> line.contains(uid))
                .toList();
        assertThat(left).isEmpty();
    }
}
