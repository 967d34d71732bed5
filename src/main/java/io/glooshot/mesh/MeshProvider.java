package io.glooshot.mesh;

import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.ServiceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
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

    /**
     * Turns all faults of the plan on, to end by themselves at the deadline at the latest where the mesh can do that.
     * Completes when the mesh has confirmed every one. Fails with an {@code AbortException} when they cannot be on; some
     * of them may then be on all the same, and removal is the caller's duty.
     */
    Uni<Injected> inject(Plan plan, Instant deadline);

    /**
     * Takes off every fault of the plan's experiment, whether it is on or not.
     *
     * @param heldBy what is known to hold the faults, as {@link #inject} or an earlier process found; may be empty
     * @return completes only when the mesh has confirmed that nothing of the experiment's UID is left
     */
    Uni<Void> remove(Plan plan, List<String> heldBy);

    /** What a removal of the plan's faults still waits for, in a sentence for people. */
    default String removalState(Plan plan, List<String> heldBy) {
        return "The mesh has not confirmed the removal yet.";
    }

    /**
     * PromQL for the share of requests to a service that succeed, 0 to 1; empty while there are none.
     *
     * @param port of the service; null means all of them
     */
    String successRateQuery(ServiceId service, Integer port, Duration window);

    /**
     * PromQL for the number of requests that this mesh has faulted on the plan's calls since its counters began: empty
     * when the counters cannot be read.
     */
    String faultedRequestsQuery(Plan plan);
}
