package io.glooshot.mesh.istio;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which VirtualServices decide on the calls to a host in sidecars.
 *
 * <p>They never add up. In each namespace it is the first that names the host and has any route for the proxy and the port;
 * one with a wildcard only counts where none names the host itself. Where there is none, Istio routes by itself.
 *
 * @param deciding those that some of the calls go by
 * @param left namespaces with calls that Istio routes by itself, or may
 * @param last whether what is added for those calls has to be public, to come after public ones of the user
 */
record MeshRoots(Set<ObjectName> deciding, Set<String> left, boolean last) {

    static MeshRoots of(ClientFault fault, RouteUses uses) {
        Set<ObjectName> deciding = new LinkedHashSet<>();
        Set<String> left = new TreeSet<>();
        boolean last = false;
        for (String namespace : namespaces(fault)) {
            List<VirtualService> seen = uses.roots().stream()
                    .filter(root -> root.isInMesh() && !root.isOurs() && root.isExportedTo(namespace))
                    .sorted(precedence(namespace))
                    .toList();
            List<VirtualService> roots = deciding(fault.host(), seen);
            roots.forEach(root -> deciding.add(root.id()));
            RoutedCalls routed = RoutedCalls.by(roots, uses);
            if (!routed.all(fault, namespace)) {
                refuseToTakeOver(fault.host(), namespace, roots, routed);
                left.add(namespace);
                last |= !routed.isNone() && roots.stream().anyMatch(VirtualService::isPublic);
            }
        }
        return new MeshRoots(deciding, left, last);
    }

    private static Set<String> namespaces(ClientFault fault) {
        Set<String> namespaces = new TreeSet<>();
        if (fault.callers().isEmpty()) {
            namespaces.addAll(fault.host().namespaces());
            namespaces.add(fault.host().namespace());
        }
        fault.callers().forEach(caller -> namespaces.add(caller.namespace()));
        return namespaces;
    }

    private static List<VirtualService> deciding(Host host, List<VirtualService> seen) {
        List<VirtualService> named =
                seen.stream().filter(root -> names(root, host)).toList();
        if (!named.isEmpty()) {
            return named;
        }
        return seen.stream()
                .filter(root -> wildcard(root, host).isPresent())
                .min(Comparator.comparing(
                        root -> -wildcard(root, host).orElse("").length()))
                .stream()
                .toList();
    }

    private static boolean names(VirtualService root, Host host) {
        return root.hosts(host.clusterDomain()).contains(host.fqdn());
    }

    private static Optional<String> wildcard(VirtualService root, Host host) {
        return root.hosts(host.clusterDomain()).stream()
                .filter(name -> HostName.isWildcard(name) && HostName.overlap(name, host.fqdn()))
                .max(Comparator.comparing(String::length));
    }

    /** The order in which Istio tries them for a proxy of the namespace. */
    private static Comparator<VirtualService> precedence(String namespace) {
        return Comparator.comparing(VirtualService::isPublic)
                .thenComparing(root -> !root.isPublic() && !root.namespace().equals(namespace))
                .thenComparing(VirtualService::created)
                .thenComparing(root -> root.id().name())
                .thenComparing(VirtualService::namespace);
    }

    /** What is added for calls without a route must not take the others away from the VirtualServices that have one. */
    private static void refuseToTakeOver(Host host, String namespace, List<VirtualService> roots, RoutedCalls routed) {
        if (roots.isEmpty() || routed.isNone()) {
            return;
        }
        VirtualService root = roots.get(0);
        if (!names(root, host)) {
            throw Clause.notSupported(
                    "VirtualService " + root.id(),
                    "it has routes for some of the calls to %s only, by a wildcard; add a route for the others"
                            .formatted(host.fqdn()));
        }
        boolean isPrivate = namespace.equals(host.namespace());
        if (isPrivate
                && roots.stream()
                        .anyMatch(
                                other -> !other.isPublic() && !other.namespace().equals(namespace))) {
            throw Clause.notSupported(
                    "VirtualService " + root.id(),
                    "it has routes for some of the calls to %s only; add a route for the others"
                            .formatted(host.fqdn()));
        }
    }
}
