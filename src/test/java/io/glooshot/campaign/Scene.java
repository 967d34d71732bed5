package io.glooshot.campaign;

import static org.awaitility.Awaitility.await;

import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.playground.GuardProcess;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything that a disturbance can get at: real parts, controllers, both meshes, experiments. */
public final class Scene implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration SCRAPE_INTERVAL = Duration.ofMillis(500);

    /** Longer than a take-over takes, even on a busy machine. */
    static final Duration GUARD_SILENCE = Duration.ofSeconds(15);

    private final World world;
    private final Replicas replicas;
    private final List<Ground> grounds;
    private final Experiments experiments;
    private final boolean isShort;

    private Scene(World world, Settings settings) {
        this.world = world;
        this.isShort = settings.isShort();
        this.replicas = new Replicas(world);
        this.grounds = new ArrayList<>();
        if (settings.wantsMesh(EnvoyGround.MESH)) {
            grounds.add(new EnvoyGround(world));
        }
        if (settings.wantsMesh(IstioGround.MESH)) {
            grounds.add(new IstioGround(world));
        }
        this.experiments = new Experiments(world.kube().client());
    }

    static Scene set(Settings settings, Progress progress) {
        World.Builder builder =
                World.builder(progress).scrapeInterval(SCRAPE_INTERVAL).controllers(Replicas.WITH_SPARE);
        World world = settings.wantsMesh(IstioGround.MESH) ? builder.istio().start() : builder.start();
        try {
            Scene scene = new Scene(world, settings);
            scene.createMesh();
            scene.replicas.awaitReady();
            scene.awaitMeshes();
            return scene;
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    /** That of Envoy, unless it is there. That of Istio is found by the controllers. */
    void createMesh() {
        Mesh mesh = new Mesh();
        mesh.getMetadata().setName(EnvoyGround.MESH);
        mesh.setSpec(new MeshSpec(MeshType.Envoy, null, null));
        world.kube().client().resource(mesh).unlock().serverSideApply();
    }

    void awaitMeshes() {
        await("the Meshes to be known")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> grounds.stream()
                        .map(Ground::name)
                        .map(name -> world.kube()
                                .client()
                                .resources(Mesh.class)
                                .withName(name)
                                .get())
                        .allMatch(mesh -> mesh != null && mesh.getStatus() != null));
    }

    public World world() {
        return world;
    }

    public Replicas replicas() {
        return replicas;
    }

    public List<Ground> grounds() {
        return grounds;
    }

    /** Others of the same meshes, for whoever spoils them. */
    List<Ground> moreGrounds() {
        return grounds.stream().map(Ground::another).toList();
    }

    boolean isShort() {
        return isShort;
    }

    public Experiments experiments() {
        return experiments;
    }

    GuardProcess guard() {
        return world.guard(
                "--longest-silence",
                GUARD_SILENCE.toSeconds() + "s",
                "--interval",
                "500ms",
                "--grace",
                "2s",
                "--convergence",
                IstioGround.CONVERGENCE.toSeconds() + "s",
                "--lease-namespace",
                Replicas.LEASE_NAMESPACE);
    }

    @Override
    public void close() {
        replicas.close();
        grounds.forEach(Ground::close);
        experiments.close();
        world.close();
    }
}
