package io.glooshot.mesh;

import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.List;
import java.util.Optional;

/**
 * Something in a mesh that was not as the runs want it.
 *
 * @param uid the experiment's
 * @param objects as users are told of them: {@code VirtualService bookinfo/ratings}
 * @param object one of them, to tell of it where the experiment is gone; empty where the mesh has no objects
 * @param message a sentence or two for people
 */
public record Drift(Kind kind, String uid, List<String> objects, Optional<ObjectReference> object, String message) {

    /** What was wrong. */
    public enum Kind {
        /** A fault of an experiment that has none: it is over, gone, or has not begun. */
        Stray,
        /** A fault of a run that is not as it was put in: changed, taken out, or there once more. */
        Changed,
        /** A fault of an experiment that has begun and that nobody conducts. */
        Unattended
    }

    public Drift {
        objects = List.copyOf(objects);
    }
}
