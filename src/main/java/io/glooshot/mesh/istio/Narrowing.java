package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.TextMatch;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Narrows the clauses of a route down to the calls that a fault is for.
 *
 * @param warn takes sentences about what is left out
 */
record Narrowing(Host host, CallMatch calls, boolean grpcOnly, String where, Consumer<String> warn) {

    /** What gRPC sends, and Envoy takes for gRPC. */
    private static final TextMatch GRPC = new TextMatch.Regex("application/grpc(\\+.*)?");

    /** Whether anything is left of the clause. */
    boolean narrow(Clause clause, Reach reach) {
        if (reach instanceof Reach.Mesh mesh) {
            return mesh(clause, mesh) && calls(clause);
        }
        return edge(clause, (Reach.Edge) reach);
    }

    private boolean mesh(Clause clause, Reach.Mesh mesh) {
        boolean callers = mesh.caller().isPresent()
                ? clause.from(mesh.caller().get())
                : mesh.only() ? clause.inMeshOnly() : clause.inMesh();
        return callers
                && (host.onlyPort() || clause.port(host.port()))
                && mesh.authority().map(clause::authority).orElse(true);
    }

    private boolean edge(Clause clause, Reach.Edge edge) {
        ObjectNode before = clause.json().deepCopy();
        if (edge.only() && clause.hasSource()) {
            warn.accept("Calls through a gateway are not hit in %s: it is limited to some callers.".formatted(where));
            return false;
        }
        boolean left = (!edge.only() && clause.json().path("gateways").isEmpty() || clause.at(edge.gateways()))
                && (!edge.byPort() || clause.port(host.port()))
                && calls(clause);
        if (left && edge.shared() && isCatchAll(before) && !isCatchAll(clause.json())) {
            warn.accept(
                    "Calls through a gateway are not hit in %s: other VirtualServices have routes for the same hosts, before which this one would come."
                            .formatted(where));
            return false;
        }
        return left;
    }

    private boolean calls(Clause clause) {
        for (Map.Entry<String, TextMatch> header : new TreeMap<>(calls.headers()).entrySet()) {
            if (!clause.header(header.getKey(), header.getValue())) {
                return false;
            }
        }
        return calls.method().map(clause::method).orElse(true)
                && calls.path().map(clause::path).orElse(true)
                && (!grpcOnly || clause.header("content-type", GRPC));
    }

    /** Istio tries such clauses last at a gateway, after those of other VirtualServices. */
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
