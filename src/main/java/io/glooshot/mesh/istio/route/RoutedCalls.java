package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For whose calls some VirtualServices have routes in sidecars. For a proxy and port that it has none for, a VirtualService
 * might as well not be there.
 *
 * @param guards what a proxy has to meet to be given a route, for each route
 */
record RoutedCalls(List<Guard> guards) {

    /**
     * @param port 0 is any
     * @param namespace empty is any
     */
    record Guard(int port, String namespace, Map<String, String> labels) {

        boolean lets(int calledPort, String from, Map<String, String> labels) {
            return (port == 0 || port == calledPort)
                    && (namespace.isEmpty() || namespace.equals(from))
                    && labels.entrySet().containsAll(this.labels.entrySet());
        }
    }

    static RoutedCalls by(List<VirtualService> roots, RouteUses uses) {
        List<Guard> guards = new ArrayList<>();
        for (VirtualService root : roots) {
            for (RouteUse use : uses.of(root)) {
                for (RouteUse.Leaf leaf : use.leaves()) {
                    List<? extends JsonNode> matches =
                            leaf.roots().isEmpty() ? List.of(JsonNodeFactory.instance.objectNode()) : leaf.roots();
                    matches.forEach(match -> add(guards, match, leaf.json()));
                }
            }
        }
        return new RoutedCalls(guards);
    }

    boolean isNone() {
        return guards.isEmpty();
    }

    /** Whether all the calls that are to be hit have a route for sure. */
    boolean all(ClientFault fault, String namespace) {
        int port = fault.host().port();
        if (fault.callers().isEmpty()) {
            return guards.stream().anyMatch(guard -> guard.lets(port, namespace, Map.of()));
        }
        return fault.callers().stream()
                .filter(caller -> caller.namespace().equals(namespace))
                .allMatch(caller -> guards.stream().anyMatch(guard -> guard.lets(port, namespace, caller.labels())));
    }

    private static void add(List<Guard> guards, JsonNode root, JsonNode leaf) {
        List<String> gateways =
                VirtualService.texts(leaf.path("gateways").isEmpty() ? root.path("gateways") : leaf.path("gateways"));
        int port = leaf.path("port").asInt(root.path("port").asInt());
        if (gateways.contains(VirtualService.MESH)) {
            guards.add(new Guard(port, "", Map.of()));
        } else if (gateways.isEmpty()) {
            String namespace = leaf.path("sourceNamespace")
                    .asText(root.path("sourceNamespace").asText());
            guards.add(new Guard(port, namespace, labels(root, leaf)));
        }
    }

    private static Map<String, String> labels(JsonNode root, JsonNode leaf) {
        Map<String, String> labels = new HashMap<>();
        for (JsonNode clause : List.of(root, leaf)) {
            clause.path("sourceLabels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
        }
        return labels;
    }
}
