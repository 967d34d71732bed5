package io.glooshot.campaign;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Mesh;
import java.time.Duration;
import java.util.Set;

/** What has begun goes on by what is stored of it, in the next leader as well. Nothing new begins without a Mesh. */
final class MeshDeleted implements Disturbance {

    @Override
    public String name() {
        return "mesh-deleted";
    }

    @Override
    public String what() {
        return "Meshes deleted mid-run, at times with the leader killed too";
    }

    @Override
    public void strike(Blow blow) {
        KubernetesClient client = blow.scene().world().kube().client();
        client.resources(Mesh.class).delete();
        blow.goOn(blow.between(Duration.ofMillis(200), Duration.ofSeconds(3)));
        if (blow.random().nextBoolean()) {
            blow.scene().replicas().awaitLeader().process().kill();
        }
        blow.goOn(blow.between(Duration.ofMillis(200), Duration.ofSeconds(5)));
        blow.scene().createMesh();
        // That of Istio is found again.
        blow.scene().awaitMeshes();
    }

    /** Of those that had not begun. */
    @Override
    public Set<String> reasons() {
        return Set.of("UnknownMesh");
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        return ground.expiry().compareTo(LeaderKilled.TAKE_OVER) < 0 ? ground.expiry() : LeaderKilled.TAKE_OVER;
    }
}
