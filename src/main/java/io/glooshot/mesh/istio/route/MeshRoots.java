package io.glooshot.mesh.istio.route;

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
 * @param first those that have a route for some of the calls in these namespaces, and have to come before what is added
 */
record MeshRoots(Set<ObjectName> deciding, Set<String> left, List<VirtualService> first) {

    static MeshRoots of(ClientFault fault, RouteUses uses) {
        Host host = fault.host();
        List<VirtualService> matching = uses.roots().stream()
                .filter(root -> root.isInMesh() && pattern(root, host).isPresent())
                .toList();
        Set<ObjectName> deciding = new LinkedHashSet<>();
        Set<String> left = new TreeSet<>();
        Set<VirtualService> first = new LinkedHashSet<>();
        for (String namespace : namespaces(fault)) {
            List<VirtualService> roots = deciding(
                    host,
                    matching.stream()
                            .filter(root -> root.isExportedTo(namespace))
                            .sorted(precedence(namespace))
                            .toList());
            roots.forEach(root -> deciding.add(root.id()));
            RoutedCalls routed = RoutedCalls.by(roots, uses);
            if (!routed.all(fault, namespace)) {
                left.add(namespace);
                if (!routed.isNone()) {
                    refuseToTakeOver(host, namespace, roots);
                    first.addAll(roots);
                }
            }
        }
        return new MeshRoots(deciding, left, List.copyOf(first));
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

    /** @param seen in the order in which Istio tries them */
    private static List<VirtualService> deciding(Host host, List<VirtualService> seen) {
        List<VirtualService> named =
                seen.stream().filter(root -> names(root, host)).toList();
        Comparator<VirtualService> length =
                Comparator.comparing(root -> pattern(root, host).orElse("").length());
        return named.isEmpty() ? seen.stream().min(length.reversed()).stream().toList() : named;
    }

    private static boolean names(VirtualService root, Host host) {
        return root.hosts(host.clusterDomain()).contains(host.fqdn());
    }

    /** The host itself or the longest wildcard for it. */
    private static Optional<String> pattern(VirtualService root, Host host) {
        return root.hosts(host.clusterDomain()).stream()
                .filter(name -> HostName.overlap(name, host.fqdn()))
                .max(Comparator.comparing(String::length));
    }

    /** The order in which Istio tries them for a proxy of the namespace. */
    private static Comparator<VirtualService> precedence(String namespace) {
        return Comparator.comparing(VirtualService::isPublic)
                .thenComparing(root -> !root.isPublic() && !root.namespace().equals(namespace))
                .thenComparing(VirtualService.AGE);
    }

    /** What is added for calls without a route must not take the others away from the VirtualServices that have one. */
    private static void refuseToTakeOver(Host host, String namespace, List<VirtualService> roots) {
        VirtualService root = roots.get(0);
        boolean comesFirst = namespace.equals(host.namespace())
                && roots.stream()
                        .anyMatch(
                                other -> !other.isPublic() && !other.namespace().equals(namespace));
        if (!names(root, host) || comesFirst) {
            throw Clause.notSupported(
                    "VirtualService " + root.id(),
                    "it has routes for some of the calls to %s only; add one for the others".formatted(host.fqdn()));
        }
    }
}
