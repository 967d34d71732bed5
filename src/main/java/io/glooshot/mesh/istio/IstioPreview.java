package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.PlannedChange;
import io.glooshot.mesh.Preview;
import io.glooshot.mesh.istio.route.ClientFault;
import io.glooshot.mesh.istio.route.ClientFaults;
import io.glooshot.mesh.istio.route.ObjectName;
import io.glooshot.mesh.istio.route.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link IstioFaults} would write for a plan, by the same wishes and what is there now. Blocks, and writes nothing. */
final class IstioPreview {

    /** What the API server keeps for itself, and kubectl's copy of the object as it was applied. */
    private static final List<String> KEPT_BY_THE_SERVER =
            List.of("managedFields", "resourceVersion", "generation", "creationTimestamp", "uid");

    private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final IstioApi api;
    private final Surroundings surroundings;

    IstioPreview(IstioApi api, Surroundings surroundings) {
        this.api = api;
        this.surroundings = surroundings;
    }

    Preview of(Plan plan) {
        ClientFaults clientFaults = surroundings.clientFaults(plan);
        List<ServerFault> serverFaults = surroundings.serverFaults(plan);
        List<PlannedChange> changes = new ArrayList<>(routes(clientFaults));
        for (int i = 0; i < serverFaults.size(); i++) {
            ObjectNode wanted = ServerFilter.of(plan, serverFaults.get(i), i);
            Optional<ObjectNode> present = api.get(IstioKind.ENVOY_FILTER, ObjectName.of(wanted));
            changes.add(change(IstioKind.ENVOY_FILTER, present, wanted));
        }
        var calls = Stream.concat(
                        clientFaults.faults().stream()
                                .map((ClientFault fault) -> IstioQueries.calls(fault.fault(), fault.callers())),
                        serverFaults.stream().map(fault -> IstioQueries.calls(fault.fault(), List.of())))
                .toList();
        return new Preview(changes, calls, List.of());
    }

    private List<PlannedChange> routes(ClientFaults faults) {
        if (faults.faults().isEmpty()) {
            return List.of();
        }
        List<ObjectNode> all = api.list(IstioKind.VIRTUAL_SERVICE);
        Map<ObjectName, ObjectNode> present = all.stream().collect(Collectors.toMap(ObjectName::of, object -> object));
        return new TreeMap<>(Routing.desired(all, faults).virtualServices())
                .entrySet().stream()
                        .filter(wanted -> !wanted.getValue().equals(present.get(wanted.getKey())))
                        .map(wanted -> change(
                                IstioKind.VIRTUAL_SERVICE,
                                Optional.ofNullable(present.get(wanted.getKey())),
                                wanted.getValue()))
                        .toList();
    }

    private static PlannedChange change(IstioKind kind, Optional<ObjectNode> present, ObjectNode wanted) {
        return new PlannedChange(kind.describe(ObjectName.of(wanted)), present.map(IstioPreview::yaml), yaml(wanted));
    }

    private static String yaml(ObjectNode object) {
        ObjectNode shown = object.deepCopy();
        shown.remove("status");
        ObjectNode metadata = shown.withObjectProperty("metadata");
        metadata.remove(KEPT_BY_THE_SERVER);
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(APPLIED);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
        return Serialization.asYaml(shown).replaceFirst("^---\\s*\n", "");
    }
}
