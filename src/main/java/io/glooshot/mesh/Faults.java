package io.glooshot.mesh;

import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Turns a plan's faults on and, whatever else happens, off again. */
@ApplicationScoped
public class Faults {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration LONGEST_TRY = Duration.ofSeconds(10);
    private static final double JITTER = 0.5;

    private final Meshes meshes;
    private final RemovalListener listener;
    private final Duration longestTry;

    @Inject
    Faults(Meshes meshes, RemovalListener listener) {
        this(meshes, listener, LONGEST_TRY);
    }

    /** @param longestTry how long a try waits for the mesh to confirm before it is reported and made again */
    public Faults(Meshes meshes, RemovalListener listener, Duration longestTry) {
        this.meshes = meshes;
        this.listener = listener;
        this.longestTry = longestTry;
    }

    /** As {@link MeshProvider#inject}; a control run touches no mesh. Fails on a mesh that has no provider. */
    public Uni<Injected> inject(Plan plan, MeshType mesh, Instant deadline) {
        if (plan.isControl()) {
            return Uni.createFrom().item(new Injected(List.of()));
        }
        return Uni.createFrom().deferred(() -> meshes.require(mesh).inject(plan, deadline));
    }

    /**
     * Takes the plan's faults off and completes when the mesh has confirmed it. Never fails: each try that does is
     * reported to the {@link RemovalListener} and followed by another. Once subscribed to, it goes on even when the
     * subscription is cancelled.
     */
    public Uni<Void> remove(Plan plan, MeshType mesh, List<String> heldBy) {
        if (plan.isControl()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> untilConfirmed = Uni.createFrom()
                .deferred(() -> tryToRemove(plan, meshes.require(mesh), heldBy))
                .onFailure()
                .invoke(failure -> listener.removalFailed(plan, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .withJitter(JITTER)
                .indefinitely();
        // A subscription of its own: a caller that goes away must not take the removal with it.
        return Uni.createFrom()
                .emitter(caller -> untilConfirmed.subscribe().with(done -> caller.complete(null), caller::fail));
    }

    private Uni<Void> tryToRemove(Plan plan, MeshProvider provider, List<String> heldBy) {
        return provider.remove(plan, heldBy)
                .ifNoItem()
                .after(longestTry)
                .failWith(() -> new TimeoutException(provider.removalState(plan, heldBy)));
    }
}
