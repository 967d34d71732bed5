package io.glooshot.mesh.istio.route;

import java.util.List;
import java.util.Optional;

/** Whose calls a clause is to be narrowed down to. */
sealed interface Reach {

    /**
     * Sidecars.
     *
     * @param caller empty means all of them
     * @param authority regular expression for the hosts that are called, where the route serves others too
     * @param only whether the route also serves gateways at the edge
     */
    record Mesh(Optional<Caller> caller, Optional<String> authority, boolean only) implements Reach {}

    /**
     * Gateways at the edge. The calls may be to any host, as long as all that the route takes ends up at the destination.
     *
     * @param only whether the route also serves sidecars
     * @param byPort whether the port that is called decides on the port of the destination
     * @param shared whether another VirtualService adds routes for the same hosts
     */
    record Edge(List<String> gateways, boolean only, boolean byPort, boolean shared) implements Reach {}
}
