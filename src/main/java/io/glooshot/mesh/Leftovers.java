package io.glooshot.mesh;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a mesh's API holds of faults, for whoever takes them off in the controller's stead: it needs no plan, no run and no
 * Experiment. Blocks on the API server.
 */
public interface Leftovers {

    /** All there is, of whichever experiment; nothing where the mesh is not installed. */
    List<Leftover> find();

    /**
     * Takes off of an experiment what can be taken off now.
     *
     * @return how long to wait before the next call; empty when nothing of the experiment is left
     */
    Optional<Duration> remove(String uid);

    /** What a removal waits for, in a sentence for people. */
    String state(String uid);
}
