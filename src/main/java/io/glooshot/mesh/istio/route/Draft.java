package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of one experiment in the making. */
final class Draft {

    private final ClientFaults faults;
    /** As if the experiment had no routes anywhere. */
    private final List<VirtualService> virtualServices = new ArrayList<>();
    /** Ours as they are in the cluster. */
    private final Map<ObjectName, ObjectNode> there = new LinkedHashMap<>();
    /** Ours for other experiments. */
    private final List<VirtualService> others = new ArrayList<>();
    /** By the route that they are to stand above. */
    private final Map<ObjectNode, List<ObjectNode>> clones = new IdentityHashMap<>();

    private final Map<Destination, OwnVirtualService> own = new LinkedHashMap<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    Draft(List<ObjectNode> all, ClientFaults faults) {
        this.faults = faults;
        for (ObjectNode json : all) {
            VirtualService virtualService = new VirtualService(json);
            if (virtualService.isOursFor(faults.uid())) {
                there.put(virtualService.id(), json);
            } else if (virtualService.counts(faults.revision())) {
                if (virtualService.isOurs()) {
                    others.add(virtualService);
                } else {
                    virtualServices.add(new VirtualService(Routing.without(json, faults.uid())));
                }
            }
        }
    }

    DesiredRoutes complete() {
        RouteUses uses = new RouteUses(virtualServices);
        faults.faults().forEach(fault -> add(fault, uses));
        Map<ObjectName, ObjectNode> desired = new LinkedHashMap<>();
        for (VirtualService virtualService : virtualServices) {
            Insertion insertion = new Insertion(faults.uid(), clones);
            insertion.into(virtualService.json()).ifPresent(json -> desired.put(virtualService.id(), json));
        }
        own.forEach((destination, virtualService) -> {
            ObjectName name =
                    new ObjectName(destination.service().namespace(), RouteName.of(faults.uid(), number(destination)));
            Optional<ObjectNode> now = Optional.ofNullable(there.get(name));
            desired.put(name, virtualService.json(name, faults, now, warnings::add));
        });
        return new DesiredRoutes(desired, List.copyOf(warnings));
    }

    private void add(ClientFault fault, RouteUses uses) {
        List<FaultPart> parts = FaultPart.of(fault.fault());
        if (parts.isEmpty()) {
            return;
        }
        if (!fault.fault().workloadLabels().isEmpty()) {
            throw Clause.notSupported(
                    "calls to " + fault.fault().destination(),
                    "their callers cannot tell which workload is going to answer");
        }
        MeshRoots roots = MeshRoots.of(fault, uses);
        Cloning cloning = new Cloning(fault, parts, uses, roots.deciding(), warnings::add);
        for (VirtualService root : uses.roots()) {
            for (RouteUse use : uses.of(root)) {
                List<ObjectNode> above = clones.computeIfAbsent(use.route(), route -> new ArrayList<>());
                cloning.clones(use).stream()
                        .filter(clone -> !above.contains(clone))
                        .forEach(above::add);
            }
        }
        if (!roots.left().isEmpty()) {
            refuseSecond(fault.host());
            own.computeIfAbsent(fault.fault().destination(), destination -> new OwnVirtualService(fault.host()))
                    .add(fault, roots);
        }
    }

    /** Istio would go by one of two such objects alone, and the other's fault would never be on. */
    private void refuseSecond(Host host) {
        for (VirtualService other : others) {
            if (OwnVirtualService.isFor(host, other)) {
                throw new AbortException(
                        "DestinationHeld",
                        "VirtualService %s of experiment %s holds %s:%d."
                                .formatted(other.id(), other.ownerUid(), host.fqdn(), host.port()));
            }
        }
    }

    /** The same at every call, so that an object keeps its name. */
    private int number(Destination destination) {
        return faults.faults().stream()
                .map(fault -> fault.fault().destination())
                .distinct()
                .toList()
                .indexOf(destination);
    }
}
