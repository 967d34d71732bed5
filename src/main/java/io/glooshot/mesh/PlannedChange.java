package io.glooshot.mesh;

import java.util.Optional;

/**
 * Something in a mesh that an injection writes.
 *
 * @param object as users are told of it: {@code VirtualService bookinfo/ratings}
 * @param before what it says now, in YAML; empty where there is none
 * @param after what it then says
 */
public record PlannedChange(String object, Optional<String> before, String after) {}
