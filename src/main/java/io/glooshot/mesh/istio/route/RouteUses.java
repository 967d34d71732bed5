package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All routes that calls can take, by the VirtualServices through which they get there. */
final class RouteUses {

    private final Map<ObjectName, VirtualService> delegates = new LinkedHashMap<>();
    private final List<VirtualService> roots;
    private final Map<ObjectName, List<RouteUse>> byRoot = new LinkedHashMap<>();

    /** @param virtualServices that count */
    RouteUses(List<VirtualService> virtualServices) {
        roots = virtualServices.stream().filter(VirtualService::isRoot).toList();
        virtualServices.stream()
                .filter(virtualService -> !virtualService.isRoot())
                .forEach(delegate -> delegates.put(delegate.id(), delegate));
        roots.forEach(root -> byRoot.put(root.id(), uses(root)));
    }

    List<VirtualService> roots() {
        return roots;
    }

    List<RouteUse> of(VirtualService root) {
        return byRoot.get(root.id());
    }

    /** Every way to the routes of an object. */
    List<RouteUse> heldBy(VirtualService holder) {
        return byRoot.values().stream()
                .flatMap(List::stream)
                .filter(use -> use.holder().id().equals(holder.id()))
                .toList();
    }

    /** Whether other VirtualServices have routes for the same hosts at the same gateways; Istio tries them all there. */
    boolean shareEdge(VirtualService root, String clusterDomain) {
        return roots.stream()
                .filter(other -> !other.id().equals(root.id()) && !other.http().isEmpty())
                .filter(other -> !Collections.disjoint(other.gateways(), root.gateways()))
                .flatMap(other -> other.hosts(clusterDomain).stream())
                .anyMatch(host -> root.hosts(clusterDomain).stream().anyMatch(own -> HostName.overlap(own, host)));
    }

    private List<RouteUse> uses(VirtualService root) {
        List<ObjectNode> routes = root.http();
        List<RouteUse> uses = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            ObjectNode route = routes.get(i);
            if (route.hasNonNull("delegate")) {
                delegate(root, route).ifPresent(delegate -> uses.addAll(uses(delegate, root, route)));
            } else if (!RouteName.isOurs(route)) {
                uses.add(new RouteUse(root, i, route, root, Optional.empty()));
            }
        }
        return uses;
    }

    /** Istio leaves a route out whose delegate it cannot find or may not use. */
    private Optional<VirtualService> delegate(VirtualService root, ObjectNode route) {
        JsonNode to = route.path("delegate");
        String namespace = to.path("namespace").asText();
        ObjectName name = new ObjectName(
                namespace.isEmpty() ? root.namespace() : namespace,
                to.path("name").asText());
        return Optional.ofNullable(delegates.get(name)).filter(found -> found.isExportedTo(root.namespace()));
    }

    private static List<RouteUse> uses(VirtualService delegate, VirtualService root, ObjectNode rootRoute) {
        List<ObjectNode> routes = delegate.http();
        List<RouteUse> uses = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            ObjectNode route = routes.get(i);
            if (!RouteName.isOurs(route) && !route.hasNonNull("delegate")) {
                uses.add(new RouteUse(delegate, i, route, root, Optional.of(rootRoute)));
            }
        }
        return uses;
    }
}
