package io.glooshot.mesh.istio;

import io.glooshot.mesh.istio.route.ObjectName;
import java.util.List;
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

    /** For people. */
    List<String> describe() {
        return Stream.concat(
                        virtualServices.stream().map(IstioKind.VIRTUAL_SERVICE::describe),
                        envoyFilters.stream().map(IstioKind.ENVOY_FILTER::describe))
                .sorted()
                .toList();
    }
}
