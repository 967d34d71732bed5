package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a route sends its calls to, compared with the destination of a fault.
 *
 * @param hits how many of the destinations that get calls are the fault's
 * @param byPort whether one of them is so for the port of the fault only
 */
record Destinations(int hits, int all, boolean byPort) {

    static Destinations of(RouteUse use, Host host) {
        List<JsonNode> destinations = new ArrayList<>();
        JsonNode route = use.route().path("route");
        route.forEach(to -> {
            // Istio leaves out what has no weight, unless it is all there is.
            if (route.size() == 1 || to.path("weight").asInt() > 0) {
                destinations.add(to.path("destination"));
            }
        });
        List<JsonNode> hits = destinations.stream()
                .filter(to -> isService(to, use.holder(), host) && isPort(to, host))
                .toList();
        return new Destinations(
                hits.size(),
                destinations.size(),
                !host.onlyPort() && hits.stream().anyMatch(to -> port(to) == 0));
    }

    boolean none() {
        return hits == 0;
    }

    boolean some() {
        return hits > 0 && hits < all;
    }

    private static boolean isService(JsonNode destination, VirtualService holder, Host host) {
        String name = destination.path("host").asText();
        return HostName.resolve(name, holder.namespace(), host.clusterDomain()).equals(host.fqdn());
    }

    private static boolean isPort(JsonNode destination, Host host) {
        return port(destination) == 0 || port(destination) == host.port();
    }

    private static int port(JsonNode destination) {
        return destination.path("port").path("number").asInt();
    }
}
