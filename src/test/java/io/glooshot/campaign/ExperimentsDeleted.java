package io.glooshot.campaign;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.glooshot.api.Experiment;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Each experiment is deleted at a moment of its own, as it should be or by force: somebody takes its finalizer away, and
 * the object is gone while its fault is on.
 */
final class ExperimentsDeleted implements Disturbance {

    static final String NO_FINALIZERS = "{\"metadata\":{\"finalizers\":null}}";

    private static final double BY_FORCE = 0.4;

    @Override
    public String name() {
        return "experiment-deleted";
    }

    @Override
    public String what() {
        return "experiments deleted mid-run, some by force";
    }

    /** None comes to its end by itself. */
    @Override
    public Launch launch() {
        return new Launch(Ground.DESTINATIONS, Duration.ofSeconds(4), Duration.ofSeconds(40), Duration.ofSeconds(60));
    }

    @Override
    public Duration begins(Blow blow) {
        return blow.between(Duration.ofMillis(200), Duration.ofSeconds(4));
    }

    @Override
    public void strike(Blow blow) {
        int wanted = launch().perMesh() * blow.scene().grounds().size();
        List<String> done = new ArrayList<>();
        long limit = System.nanoTime() + patience().toNanos();
        while (done.size() < wanted && System.nanoTime() < limit) {
            List<Experiment> there = Launched.all(blow, this).stream()
                    .filter(each -> !done.contains(each.getMetadata().getUid()))
                    .toList();
            if (!there.isEmpty()) {
                Experiment next = there.get(blow.random().nextInt(there.size()));
                delete(blow, next);
                done.add(next.getMetadata().getUid());
            }
            blow.goOn(blow.between(Duration.ZERO, Duration.ofMillis(1_200)));
        }
        if (done.size() < wanted) {
            throw new IllegalStateException("only %d of %d could be deleted".formatted(done.size(), wanted));
        }
    }

    private static void delete(Blow blow, Experiment experiment) {
        Resource<Experiment> resource = blow.scene().world().kube().client().resource(experiment);
        resource.delete();
        if (blow.random().nextDouble() < BY_FORCE) {
            blow.goOn(blow.between(Duration.ZERO, Duration.ofMillis(400)));
            letGo(resource);
        }
    }

    /** What is gone by then needs no help. */
    static void letGo(Resource<Experiment> resource) {
        try {
            resource.patch(PatchContext.of(PatchType.JSON_MERGE), NO_FINALIZERS);
        } catch (KubernetesClientException gone) {
            if (gone.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw gone;
            }
        }
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        return Removal.limit(ground);
    }
}
