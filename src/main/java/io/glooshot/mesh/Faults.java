package io.glooshot.mesh;

import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Turns a plan's faults on and, whatever else happens, off again. */
@ApplicationScoped
public class Faults {

    private static final Logger LOG = Logger.getLogger(Faults.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration LONGEST_TRY = Duration.ofSeconds(20);
    private static final double JITTER = 0.5;

    private final Meshes meshes;
    private final Duration longestTry;

    @Inject
    Faults(Meshes meshes) {
        this(meshes, LONGEST_TRY);
    }

    /** @param longestTry how long a try waits for the mesh to confirm before it is reported and made again */
    public Faults(Meshes meshes, Duration longestTry) {
        this.meshes = meshes;
        this.longestTry = longestTry;
    }

    /**
     * As {@link MeshProvider#examine}; there is nothing to say of a control run. An API server that cannot serve it is
     * asked again for some seconds; then it fails with {@code ApiServerUnavailable}.
     */
    public Uni<List<String>> examine(Plan plan) {
        if (plan.isControl()) {
            return Uni.createFrom().item(List.of());
        }
        return Attempts.toExamine(plan)
                .of(() -> meshes.require(plan.mesh().type()).examine(plan));
    }

    /** As {@link MeshProvider#keep}; a control run keeps nothing. */
    public Uni<Void> keep(Plan plan, Instant deadline) {
        if (plan.isControl()) {
            return Uni.createFrom().nothing();
        }
        return Uni.createFrom()
                .deferred(() -> meshes.require(plan.mesh().type()).keep(plan, deadline));
    }

    /**
     * As {@link MeshProvider#inject}; a control run touches no mesh. Fails on a mesh that has no provider. What the API
     * server cannot serve is tried again for some seconds, half of the plan's {@code maxBlind} at most; then it fails with
     * {@code ApiServerUnavailable}, or {@code AdmissionWebhookUnavailable} where a webhook stood in the way. Some faults may
     * be on meanwhile. Who cancels it ends that at once.
     */
    public Uni<Injected> inject(Plan plan, Instant deadline) {
        if (plan.isControl()) {
            return Uni.createFrom().item(new Injected(List.of()));
        }
        return Attempts.toInject(plan)
                .of(() -> meshes.require(plan.mesh().type()).inject(plan, deadline));
    }

    /**
     * Takes the plan's faults off and completes when the mesh has confirmed it. Never fails: each try that does is
     * told and followed by another. Once subscribed to, it goes on even when the subscription is cancelled.
     *
     * @param written is told when the removal has left for the mesh; must neither block nor throw
     * @param troubled is told why a try failed; must neither block nor throw
     */
    public Uni<Void> remove(Plan plan, List<String> heldBy, Runnable written, Consumer<String> troubled) {
        if (plan.isControl()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> untilConfirmed = Uni.createFrom()
                .deferred(() -> tryToRemove(plan, meshes.require(plan.mesh().type()), heldBy, written))
                .onFailure()
                .invoke(failure -> trouble(plan, failure, troubled))
                .onFailure()
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .withJitter(JITTER)
                .indefinitely();
        // A subscription of its own: a caller that goes away must not take the removal with it.
        return Uni.createFrom()
                .emitter(caller -> untilConfirmed.subscribe().with(done -> caller.complete(null), caller::fail));
    }

    private static void trouble(Plan plan, Throwable failure, Consumer<String> troubled) {
        LOG.warnf(
                "Removal of the faults of %s/%s is tried again: %s",
                plan.namespace(), plan.name(), failure.getMessage());
        troubled.accept(failure.getMessage());
    }

    private Uni<Void> tryToRemove(Plan plan, MeshProvider provider, List<String> heldBy, Runnable written) {
        return provider.remove(plan, heldBy, written)
                .ifNoItem()
                .after(longestTry)
                .failWith(() -> new TimeoutException(provider.removalState(plan, heldBy)));
    }
}
