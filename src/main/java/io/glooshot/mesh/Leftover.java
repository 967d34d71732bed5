package io.glooshot.mesh;

import java.util.Optional;

/**
 * An object in a mesh's API that holds a fault of an experiment, or a part of one.
 *
 * @param object as users are told of it: {@code VirtualService bookinfo/ratings}
 * @param namespace that the object is in; none where the mesh keeps its faults elsewhere than in the API server
 * @param uid the experiment's
 */
public record Leftover(String object, Optional<String> namespace, String uid) {}
