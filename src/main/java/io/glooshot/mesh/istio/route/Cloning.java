package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Copies routes for one fault, narrowed down to the calls that it is for. A copy that stands directly above its original
 * takes some of its calls, to the same place, and none from anybody else.
 */
record Cloning(
        ClientFault fault, List<FaultPart> parts, RouteUses uses, Set<ObjectName> meshRoots, Consumer<String> warn) {

    /** The copies to stand above the route, without names; none when none of the fault's calls take it this way. */
    List<ObjectNode> clones(RouteUse use) {
        List<Reach> reaches = reaches(use);
        List<ObjectNode> clones = new ArrayList<>();
        if (reaches.isEmpty()) {
            return clones;
        }
        boolean answers = use.has("redirect") || use.has("directResponse");
        for (FaultPart part : parts) {
            Set<ObjectNode> clauses = clauses(use, reaches, part);
            if (!clauses.isEmpty() && answers) {
                warn.accept(
                        "Calls are not hit in %s: it answers them itself, so that they reach nobody.".formatted(use));
            } else if (!clauses.isEmpty()) {
                clones.add(clone(use, clauses, part));
            }
        }
        if (!clones.isEmpty()) {
            warnOfLosses(use);
        }
        return clones;
    }

    private List<Reach> reaches(RouteUse use) {
        List<Reach> reaches = new ArrayList<>();
        if (meshRoots.contains(use.root().id())) {
            reaches.addAll(mesh(use));
        }
        if (use.root().isInMesh() && isDetour(use)) {
            warn.accept("Calls in the mesh to other hosts that %s sends to %s are not hit."
                    .formatted(use, fault.fault().destination()));
        }
        if (fault.callers().isEmpty() && !use.root().gateways().isEmpty()) {
            edge(use).ifPresent(reaches::add);
        }
        return reaches;
    }

    /** Calls to a name of its own that end up at the destination: nothing in the mesh makes them calls to it. */
    private boolean isDetour(RouteUse use) {
        return use.root().hosts(fault.host().clusterDomain()).stream()
                        .noneMatch(host -> HostName.overlap(host, fault.host().fqdn()))
                && !Destinations.of(use, fault.host()).none();
    }

    private List<Reach> mesh(RouteUse use) {
        List<VirtualService> roots =
                uses.heldBy(use.holder()).stream().map(RouteUse::root).toList();
        boolean only = roots.stream().anyMatch(root -> !root.gateways().isEmpty());
        Authority authority = new Authority(
                fault.host(),
                roots.stream()
                        .flatMap(root -> root.hosts(fault.host().clusterDomain()).stream())
                        .collect(Collectors.toSet()));
        if (!authority.isNeeded()) {
            return reaches(only, Optional.empty());
        }
        if (!authority.isShortNameAmbiguous()) {
            return reaches(only, Optional.of(authority.inOwnNamespace()));
        }
        String namespace = fault.host().namespace();
        List<Caller> callers = fault.callers();
        List<Reach> reaches = new ArrayList<>();
        if (callers.isEmpty()) {
            reaches.add(new Reach.Mesh(Optional.empty(), Optional.of(authority.elsewhere()), only));
            callers = List.of(new Caller(namespace, Map.of()));
        }
        callers.forEach(caller -> reaches.add(new Reach.Mesh(
                Optional.of(caller),
                Optional.of(caller.namespace().equals(namespace) ? authority.inOwnNamespace() : authority.elsewhere()),
                only)));
        return reaches;
    }

    private List<Reach> reaches(boolean only, Optional<String> authority) {
        if (fault.callers().isEmpty()) {
            return List.of(new Reach.Mesh(Optional.empty(), authority, only));
        }
        return fault.callers().stream()
                .<Reach>map(caller -> new Reach.Mesh(Optional.of(caller), authority, only))
                .toList();
    }

    private Optional<Reach> edge(RouteUse use) {
        Destinations destinations = Destinations.of(use, fault.host());
        if (destinations.some()) {
            warn.accept(
                    "Calls through a gateway are not hit in %s: it sends some of them to other destinations than %s."
                            .formatted(use, fault.fault().destination()));
        }
        if (destinations.none() || destinations.some()) {
            return Optional.empty();
        }
        VirtualService root = use.root();
        return Optional.of(new Reach.Edge(
                root.gateways().stream().sorted().toList(),
                root.isInMesh() || use.isDelegated(),
                destinations.byPort(),
                uses.shareEdge(root, fault.host().clusterDomain())));
    }

    private Set<ObjectNode> clauses(RouteUse use, List<Reach> reaches, FaultPart part) {
        Narrowing narrowing = new Narrowing(fault, part, use.toString(), warn);
        Set<ObjectNode> clauses = new LinkedHashSet<>();
        for (Reach reach : reaches) {
            for (RouteUse.Leaf leaf : use.leaves()) {
                if (!narrowing.keepsPlace(leaf, reach)) {
                    break;
                }
                Clause clause = new Clause(leaf, use.toString());
                if (narrowing.narrow(clause, reach)) {
                    refuseToWiden(use, leaf, clause);
                    clauses.add(clause.json());
                }
            }
        }
        return clauses;
    }

    private void refuseToWiden(RouteUse use, RouteUse.Leaf leaf, Clause clause) {
        if (uses.heldBy(use.holder()).stream().anyMatch(other -> other.widens(leaf.json(), clause.json()))) {
            throw Clause.notSupported(
                    use.toString(), "with the fault, a root would delegate calls that it does not now");
        }
    }

    private static ObjectNode clone(RouteUse use, Set<ObjectNode> clauses, FaultPart part) {
        ObjectNode clone = use.route().deepCopy().without(List.of("name", "match", "fault"));
        if (clauses.stream().noneMatch(ObjectNode::isEmpty)) {
            clone.putArray("match").addAll(clauses);
        }
        return clone.set("fault", part.json().deepCopy());
    }

    /** A fault in front of them keeps nothing waiting that a timeout could cut short, and is no answer to retry. */
    private void warnOfLosses(RouteUse use) {
        if (use.has("timeout") || use.has("retries")) {
            warn.accept("The timeout and retries of %s are of no use against the fault: Istio injects it before them."
                    .formatted(use));
        }
        if (use.has("fault")) {
            warn.accept("The fault that %s has of its own is replaced for the calls that are hit.".formatted(use));
        }
    }
}
