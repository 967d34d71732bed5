package io.glooshot.mesh;

import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.Side;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/**
 * Puts faults into one kind of mesh and takes them out again.
 *
 * <p>Both verbs are idempotent: they are called again after a crash, on a conflict, and by several parties. A provider
 * owns its mesh's query templates too, so that a fault and the metrics that show it cannot disagree.
 */
public interface MeshProvider {

    MeshType type();

    /** What this provider can do, with every mesh of its kind. What it lacks never reaches {@link #inject}. */
    MeshCapabilities capabilities();

    /** Where it injects a fault that does not say where. */
    default Side defaultSide() {
        return Side.Client;
    }

    /**
     * Looks, without touching anything, whether the plan's faults can be put in as they are written.
     *
     * @return what the user should know of their side effects, a sentence each; fails with an {@code AbortException} that
     *     says why they cannot, or as {@link #inject} does where the API server could not serve it
     */
    default Uni<List<String>> examine(Plan plan) {
        return Uni.createFrom().item(List.of());
    }

    /**
     * What {@link #inject} would write for the plan by what is there now, and whom it would hit. Touches nothing, and needs
     * no right to. Fails as {@link #examine} does.
     */
    Uni<Preview> preview(Plan plan);

    /**
     * Turns all faults of the plan on, to end by themselves at the deadline at the latest where the mesh can do that.
     * Completes when the mesh has confirmed every one. Fails with an {@code AbortException} when they cannot be on; some
     * of them may then be on all the same, and removal is the caller's duty. A failure of the API server is passed on as
     * the client told of it, without another try: whether it may pass, and how long to try, is the caller's affair too.
     */
    Uni<Injected> inject(Plan plan, Instant deadline);

    /**
     * Sees to it that faults that were injected stay on, where others can take them off: puts them back, a bounded number
     * of times.
     *
     * @return never completes; fails with an {@code AbortException} when they cannot be kept on
     */
    default Uni<Void> keep(Plan plan, Instant deadline) {
        return Uni.createFrom().nothing();
    }

    /**
     * Takes off every fault of the plan's experiment, whether it is on or not.
     *
     * @param heldBy what is known to hold the faults, as {@link #inject} or an earlier process found; may be empty
     * @return completes only when the mesh has confirmed that nothing of the experiment's UID is left
     */
    Uni<Void> remove(Plan plan, List<String> heldBy);

    /**
     * As {@link #remove(Plan, List)}, and tells as soon as the removal has left for the mesh, which is not yet its
     * confirmation.
     *
     * @param written may be called several times, the first counts; neither blocks nor throws
     */
    default Uni<Void> remove(Plan plan, List<String> heldBy, Runnable written) {
        return remove(plan, heldBy);
    }

    /** What a removal of the plan's faults still waits for, in a sentence for people. */
    default String removalState(Plan plan, List<String> heldBy) {
        return "The mesh has not confirmed the removal yet.";
    }

    /** PromQL for the share of requests to a service that succeed, 0 to 1; empty while there are none. */
    String successRateQuery(RequestQuery requests);

    /**
     * PromQL for how long requests to a service take, in seconds; empty while there are none.
     *
     * @param quantile 0 to 1
     */
    String latencyQuery(RequestQuery requests, double quantile);

    /**
     * PromQL for the number of requests that this mesh has faulted on the plan's calls since its counters began: empty
     * when the counters cannot be read.
     */
    String faultedRequestsQuery(Plan plan);

    /** PromQL for the share of the plan's calls that this mesh has faulted in the last minute, 0 to 1; empty without calls. */
    String faultedShareQuery(Plan plan);
}
