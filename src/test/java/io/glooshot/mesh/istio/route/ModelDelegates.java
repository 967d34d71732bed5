package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How Istio joins the routes of a delegate with the route that delegates to it. */
final class ModelDelegates {

    private static final List<String> INHERITED = List.of(
            "rewrite",
            "directResponse",
            "timeout",
            "retries",
            "fault",
            "mirror",
            "mirrorPercentage",
            "mirrors",
            "corsPolicy",
            "headers");

    private ModelDelegates() {}

    static Optional<ObjectNode> merge(ObjectNode root, ObjectNode leaf) {
        ObjectNode merged = leaf.deepCopy();
        List<ObjectNode> rootClauses = ModelIstio.clauses(root);
        List<ObjectNode> leafClauses = ModelIstio.clauses(leaf);
        List<ObjectNode> clauses = new ArrayList<>();
        if (rootClauses.isEmpty() || leafClauses.isEmpty()) {
            clauses.addAll(rootClauses.isEmpty() ? leafClauses : rootClauses);
        } else {
            for (ObjectNode one : leafClauses) {
                List<ObjectNode> joined = rootClauses.stream()
                        .filter(other -> !conflict(other, one))
                        .map(other -> join(other, one))
                        .toList();
                if (joined.isEmpty()) {
                    return Optional.empty();
                }
                clauses.addAll(joined);
            }
        }
        merged.remove("match");
        if (!clauses.isEmpty()) {
            merged.putArray("match").addAll(clauses);
        }
        INHERITED.stream()
                .filter(field -> !merged.has(field) && root.has(field))
                .forEach(field -> merged.set(field, root.get(field)));
        return Optional.of(merged);
    }

    private static ObjectNode join(ObjectNode root, ObjectNode leaf) {
        ObjectNode joined = leaf.deepCopy();
        for (String field : List.of("uri", "scheme", "method", "authority", "port", "sourceNamespace")) {
            if (!joined.has(field) && root.has(field)) {
                joined.set(field, root.get(field));
            }
        }
        if (joined.path("gateways").isEmpty() && root.has("gateways")) {
            joined.set("gateways", root.get("gateways"));
        }
        for (String map : List.of("headers", "withoutHeaders", "queryParams", "sourceLabels")) {
            if (root.has(map)) {
                ObjectNode entries = root.get(map).deepCopy();
                leaf.path(map).properties().forEach(entry -> entries.set(entry.getKey(), entry.getValue()));
                joined.set(map, entries);
            }
        }
        return joined;
    }

    private static boolean conflict(ObjectNode root, ObjectNode leaf) {
        for (String field : List.of("uri", "scheme", "method", "authority")) {
            if (conflict(root.get(field), leaf.get(field))) {
                return true;
            }
        }
        for (String map : List.of("headers", "withoutHeaders", "queryParams")) {
            if (leaf.path(map).properties().stream()
                    .anyMatch(entry -> conflict(root.path(map).get(entry.getKey()), entry.getValue()))) {
                return true;
            }
        }
        String namespace = root.path("sourceNamespace").asText();
        List<String> rootGateways = ModelIstio.texts(root.path("gateways"));
        List<String> leafGateways = ModelIstio.texts(leaf.path("gateways"));
        return root.path("ignoreUriCase").asBoolean()
                        != leaf.path("ignoreUriCase").asBoolean()
                || root.has("port")
                        && leaf.has("port")
                        && root.get("port").asInt() != leaf.get("port").asInt()
                || !namespace.isEmpty()
                        && !namespace.equals(leaf.path("sourceNamespace").asText())
                || leaf.path("sourceLabels").properties().stream()
                        .anyMatch(label -> root.path("sourceLabels").has(label.getKey())
                                && !root.path("sourceLabels")
                                        .get(label.getKey())
                                        .equals(label.getValue()))
                || !rootGateways.isEmpty()
                        && !leafGateways.isEmpty()
                        && (rootGateways.size() < leafGateways.size()
                                || !Set.copyOf(rootGateways).containsAll(leafGateways));
    }

    private static boolean conflict(JsonNode root, JsonNode leaf) {
        if (root == null || leaf == null) {
            return false;
        }
        if (root.has("regex") && !leaf.isEmpty() || leaf.has("regex") && !root.isEmpty()) {
            return true;
        }
        if (root.has("exact")) {
            return !root.equals(leaf);
        }
        if (root.has("prefix")) {
            String prefix = root.get("prefix").asText();
            return !leaf.path("prefix").asText(leaf.path("exact").asText()).startsWith(prefix);
        }
        return true;
    }
}
