package io.glooshot.mesh;

import java.util.List;

/** What a look for the control planes of one kind of mesh has shown. */
public sealed interface Sighting {

    /** All that there are; none is an answer too. */
    record Seen(List<ControlPlaneRevision> controlPlanes) implements Sighting {
        public Seen {
            controlPlanes = List.copyOf(controlPlanes);
        }
    }

    /** The mesh is not installed: the API server does not know its kinds of objects. */
    record NotServed(String message) implements Sighting {}

    /** Nobody knows: the look has failed. */
    record Failed(String message) implements Sighting {}
}
