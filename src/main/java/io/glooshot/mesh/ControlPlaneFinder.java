package io.glooshot.mesh;

import io.glooshot.api.MeshSpec.MeshType;

/** Finds the control planes of one kind of mesh. */
public interface ControlPlaneFinder {

    /** The revision of a mesh that names none. */
    String DEFAULT_REVISION = "default";

    MeshType type();

    /** Blocks on the API server. What the API server refuses or does not answer is a failed look, no exception. */
    Sighting look();

    /** Where it looks, and for what; completes "There is no …". */
    String describe(String revision);
}
