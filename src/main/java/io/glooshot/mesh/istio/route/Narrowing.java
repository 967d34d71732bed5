package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.TextMatch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Narrows the clauses of a route down to the calls that a fault is for.
 *
 * @param warn takes sentences about what is left out
 */
record Narrowing(ClientFault fault, FaultPart part, String where, Consumer<String> warn) {

    /** What gRPC sends, and Envoy takes for gRPC. */
    private static final TextMatch GRPC = new TextMatch.Regex("application/grpc(\\+.*)?");

    /** Whether anything is left of the clause. */
    boolean narrow(Clause clause, Reach reach) {
        boolean met = reach instanceof Reach.Mesh mesh ? mesh(clause, mesh) : edge(clause, (Reach.Edge) reach);
        return met && calls(clause) && clause.isJoined();
    }

    private boolean mesh(Clause clause, Reach.Mesh mesh) {
        int port = fault.host().port();
        boolean callers = mesh.caller().isPresent()
                ? clause.from(mesh.caller().get())
                : mesh.only() ? clause.inMeshOnly() : clause.inMesh();
        return callers
                && (fault.host().onlyPort() ? clause.mayBe(port) : clause.port(port))
                && mesh.authority().map(clause::authority).orElse(true);
    }

    private boolean edge(Clause clause, Reach.Edge edge) {
        if (edge.only() && clause.hasSource()) {
            warn.accept("Calls through a gateway are not hit in %s: it is limited to some callers.".formatted(where));
            return false;
        }
        return (!edge.only() && clause.json().path("gateways").isEmpty() || clause.at(edge.gateways()))
                && (!edge.byPort() || clause.port(fault.host().port()));
    }

    /**
     * Whether a copy of the clause would be tried when the clause is. At a gateway, what takes every call is tried last,
     * after the routes of other VirtualServices, and what stands below it never.
     */
    boolean keepsPlace(RouteUse.Leaf leaf, Reach reach) {
        boolean whole = fault.fault().match().equals(CallMatch.ALL)
                && FaultPart.of(fault.fault()).size() == 1
                && !part.grpcOnly();
        List<String> gateways = VirtualService.texts(leaf.json().path("gateways"));
        boolean last = isCatchAll(leaf.json())
                && (leaf.roots().isEmpty() || leaf.roots().stream().anyMatch(Narrowing::isCatchAll));
        if (last
                && !whole
                && reach instanceof Reach.Edge edge
                && edge.shared()
                && (gateways.isEmpty() || !Collections.disjoint(gateways, edge.gateways()))) {
            warn.accept(
                    "Calls through a gateway are not hit in %s: other VirtualServices have routes for the same hosts, before which this one would come."
                            .formatted(where));
            return false;
        }
        return true;
    }

    private boolean calls(Clause clause) {
        CallMatch calls = fault.fault().match();
        for (Map.Entry<String, TextMatch> header : new TreeMap<>(calls.headers()).entrySet()) {
            if (!clause.header(header.getKey(), header.getValue())) {
                return false;
            }
        }
        return calls.method().map(clause::method).orElse(true)
                && calls.path().map(clause::path).orElse(true)
                && (!part.grpcOnly() || clause.header("content-type", GRPC));
    }

    private static boolean isCatchAll(JsonNode clause) {
        JsonNode uri = clause.path("uri");
        boolean anyPath = uri.isMissingNode()
                || uri.path("prefix").asText().equals("/")
                || uri.path("regex").asText().equals(".*");
        return anyPath
                && clause.path("headers").isEmpty()
                && clause.path("withoutHeaders").isEmpty()
                && clause.path("queryParams").isEmpty()
                && !clause.has("method")
                && !clause.has("authority")
                && !clause.has("scheme");
    }
}
