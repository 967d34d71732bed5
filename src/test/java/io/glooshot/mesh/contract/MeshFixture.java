package io.glooshot.mesh.contract;

import io.glooshot.experiment.PlannedMesh;
import java.time.Duration;
import java.util.List;

/** One kind of mesh, of real parts. */
public interface MeshFixture {

    /** As a Mesh object of the cluster would describe it. */
    PlannedMesh mesh();

    /** For one test, and ready: its proxies know of all its services. */
    Scene open();

    /** Whether its faults are held by objects in the API server. Where they are not, not a single write is allowed. */
    boolean writesToTheApi();

    /** How long after a confirmation the last proxy may still be about to do what was confirmed. */
    Duration lag();

    /** What users do to their own objects of the mesh meanwhile. */
    List<UserEdit> userEdits();
}
