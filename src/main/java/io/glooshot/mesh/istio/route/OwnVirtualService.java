package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.api.GlooShot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A VirtualService of ours, for calls that Istio routes by itself: the faults, and below them the same route as without it.
 */
final class OwnVirtualService {

    private static final String EXPERIMENT_ANNOTATION = "glooshot.solo.io/experiment";

    private final Host host;
    private final List<ClientFault> faults = new ArrayList<>();
    private final Set<String> namespaces = new TreeSet<>();
    private final List<VirtualService> first = new ArrayList<>();
    private boolean isPublic;

    OwnVirtualService(Host host) {
        this.host = host;
    }

    /** Whether one that is in the cluster is for a host, and for the port too. */
    static boolean isFor(Host host, VirtualService own) {
        return VirtualService.texts(own.json().at("/spec/hosts")).contains(host.fqdn())
                && own.http().stream()
                        .flatMap(route -> route.path("match").isEmpty()
                                ? Stream.of(route)
                                : StreamSupport.stream(route.path("match").spliterator(), false))
                        .anyMatch(match ->
                                !match.has("port") || match.path("port").asInt() == host.port());
    }

    /** Makes it hit the calls of the fault too that the given VirtualServices do not decide on. */
    void add(ClientFault fault, MeshRoots roots) {
        faults.add(fault);
        namespaces.addAll(roots.left());
        boolean everywhere = fault.callers().isEmpty() && roots.left().containsAll(host.namespaces());
        isPublic |= everywhere || roots.first().stream().anyMatch(VirtualService::isPublic);
        first.addAll(roots.first());
    }

    /** @param there the object as it is in the cluster, whose metadata stays */
    ObjectNode json(ObjectName name, ClientFaults of, Optional<ObjectNode> there, Consumer<String> warn) {
        there.ifPresent(this::refuseToComeFirst);
        ObjectNode json = there.map(ObjectNode::deepCopy).orElseGet(JsonNodeFactory.instance::objectNode);
        if (there.isEmpty()) {
            json.put("apiVersion", "networking.istio.io/v1").put("kind", "VirtualService");
        }
        ObjectNode metadata =
                json.withObjectProperty("metadata").put("name", name.name()).put("namespace", name.namespace());
        ObjectNode labels = metadata.withObjectProperty("labels")
                .put(GlooShot.FAULT_LABEL, "true")
                .put(GlooShot.UID_LABEL, of.uid())
                .put("app.kubernetes.io/managed-by", "glooshot");
        of.revision().ifPresent(revision -> labels.put(VirtualService.REVISION_LABEL, revision));
        metadata.withObjectProperty("annotations")
                .put(EXPERIMENT_ANNOTATION, of.experimentNamespace() + "/" + of.experimentName());
        ObjectNode spec = json.putObject("spec");
        spec.putArray("hosts").add(host.fqdn());
        spec.putArray("gateways").add(VirtualService.MESH);
        if (!isPublic) {
            namespaces.forEach(spec.putArray("exportTo")::add);
        }
        spec.set("http", http(of.uid(), warn));
        return json;
    }

    /** Istio goes by age. One that users add meanwhile would not be tried for any call before this one is gone. */
    private void refuseToComeFirst(ObjectNode there) {
        for (VirtualService root : first) {
            if (VirtualService.AGE.compare(new VirtualService(there), root) < 0) {
                throw Clause.notSupported(
                        "VirtualService " + root.id(),
                        "it is younger than the one for the fault and has routes for some of the calls to %s only"
                                .formatted(host.fqdn()));
            }
        }
    }

    private ArrayNode http(String uid, Consumer<String> warn) {
        ArrayNode http = JsonNodeFactory.instance.arrayNode();
        for (ClientFault fault : faults) {
            for (FaultPart part : FaultPart.of(fault.fault())) {
                ObjectNode route = http.addObject().put("name", RouteName.of(uid, http.size() - 1));
                match(route, fault, part, warn);
                route.set("fault", part.json());
                route(route);
            }
        }
        ObjectNode plain = http.addObject().put("name", RouteName.of(uid, http.size() - 1));
        if (!host.onlyPort()) {
            plain.putArray("match").addObject().put("port", host.port());
        }
        route(plain);
        return http;
    }

    private void match(ObjectNode route, ClientFault fault, FaultPart part, Consumer<String> warn) {
        String where = "a VirtualService for " + host.fqdn();
        Narrowing narrowing = new Narrowing(fault, part, where, warn);
        List<Optional<Caller>> callers = fault.callers().isEmpty()
                ? List.of(Optional.empty())
                : fault.callers().stream().map(Optional::of).toList();
        for (Optional<Caller> caller : callers) {
            Clause clause = new Clause(new RouteUse.Leaf(JsonNodeFactory.instance.objectNode(), List.of()), where);
            boolean left = narrowing.narrow(clause, new Reach.Mesh(caller, Optional.empty(), false));
            if (left && !clause.json().isEmpty()) {
                route.withArrayProperty("match").add(clause.json());
            }
        }
    }

    private void route(ObjectNode route) {
        route.putArray("route").addObject().putObject("destination").put("host", host.fqdn());
    }
}
