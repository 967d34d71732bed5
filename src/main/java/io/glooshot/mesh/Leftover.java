package io.glooshot.mesh;

/**
 * An object in a mesh's API that holds a fault of an experiment, or a part of one.
 *
 * @param object as users are told of it: {@code VirtualService bookinfo/ratings}
 * @param uid the experiment's
 */
public record Leftover(String object, String uid) {}
