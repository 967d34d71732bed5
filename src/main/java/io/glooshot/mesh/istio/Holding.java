package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.glooshot.mesh.istio.route.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects that hold a plan's faults.
 *
 * @param virtualServices users' own and ours
 * @param envoyFilters ours
 * @param writes how many it took to come to this
 */
record Holding(Set<ObjectName> virtualServices, Set<ObjectName> envoyFilters, int writes) {

    static final Holding NONE = new Holding(Set.of(), Set.of(), 0);

    Holding {
        virtualServices = Set.copyOf(virtualServices);
        envoyFilters = Set.copyOf(envoyFilters);
    }

    boolean holds(IstioKind kind, ObjectName name) {
        return (kind == IstioKind.VIRTUAL_SERVICE ? virtualServices : envoyFilters).contains(name);
    }

    /** One of them, to tell of it. */
    Optional<ObjectReference> reference() {
        return Stream.concat(
                        virtualServices.stream().sorted().map(name -> reference(IstioKind.VIRTUAL_SERVICE, name)),
                        envoyFilters.stream().sorted().map(name -> reference(IstioKind.ENVOY_FILTER, name)))
                .findFirst();
    }

    private static ObjectReference reference(IstioKind kind, ObjectName name) {
        return new Listing.Held(kind, name, "", Set.of()).reference();
    }

    /** For people. */
    List<String> describe() {
        return Stream.concat(
                        virtualServices.stream().map(IstioKind.VIRTUAL_SERVICE::describe),
                        envoyFilters.stream().map(IstioKind.ENVOY_FILTER::describe))
                .sorted()
                .toList();
    }
}
