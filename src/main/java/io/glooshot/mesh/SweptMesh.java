package io.glooshot.mesh;

import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.Plan;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A mesh to the leader, who compares what it holds of faults with the runs there are. */
public interface SweptMesh {

    /**
     * What a look has shown.
     *
     * @param found all that holds faults, but for what is being taken off by itself
     * @param lost UIDs of runs whose faults are off and do not come back
     */
    record Seen(List<Leftover> found, Set<String> lost) {

        public Seen {
            found = List.copyOf(found);
            lost = Set.copyOf(lost);
        }
    }

    MeshType type();

    /**
     * Looks at all there is, not from any memory of it. Whoever keeps faults on is told of it, and repairs them. May block.
     *
     * @param faulting the plans whose faults are on by now
     */
    Seen look(Collection<Plan> faulting);

    /**
     * Takes everything of an experiment off, for good: nothing of it is let on again. Does not wait for the end, and tells
     * of the drift when there was anything to take off. Several calls are as one.
     *
     * @param why a sentence that says why the fault may not stay
     */
    void remove(String uid, String why);

    /**
     * Takes the next step to a mesh without faults of an experiment that may still begin. May block.
     *
     * @param begun whether it has begun by now; asked when its own injection cannot come in between
     * @return whether there was anything, and it is nobody's
     */
    boolean clear(String uid, BooleanSupplier begun);
}
