package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A route and one of the VirtualServices through which calls get to it.
 *
 * @param holder of the route: the root itself or a delegate
 * @param position among the holder's routes
 * @param root whose hosts, gateways and callers it serves
 * @param rootRoute that delegates to the holder
 */
record RouteUse(
        VirtualService holder, int position, ObjectNode route, VirtualService root, Optional<ObjectNode> rootRoute) {

    /**
     * A clause of the route.
     *
     * @param roots what Istio joins it with; none outside of delegates
     */
    record Leaf(ObjectNode json, List<ObjectNode> roots) {}

    /** All clauses, a single empty one when the route takes every call; none when Istio drops the route for its root. */
    List<Leaf> leaves() {
        List<ObjectNode> roots = rootMatches();
        List<Leaf> leaves = new ArrayList<>();
        for (ObjectNode clause : clauses(roots)) {
            List<ObjectNode> joined = roots.stream()
                    .filter(match -> DelegateMatch.joins(match, clause))
                    .toList();
            if (!roots.isEmpty() && joined.isEmpty()) {
                return List.of();
            }
            leaves.add(new Leaf(clause, joined));
        }
        return leaves;
    }

    /** Whether this root would join a clause with more of its own than the one that it was narrowed down from. */
    boolean widens(JsonNode before, JsonNode narrowed) {
        return !route.path("match").isEmpty()
                && rootMatches().stream()
                        .anyMatch(match -> DelegateMatch.joins(match, narrowed) && !DelegateMatch.joins(match, before));
    }

    boolean isDelegated() {
        return rootRoute.isPresent();
    }

    /** Of the route itself, or what it inherits. */
    boolean has(String field) {
        return route.hasNonNull(field)
                || rootRoute.filter(from -> from.hasNonNull(field)).isPresent();
    }

    /** For people. */
    @Override
    public String toString() {
        String name = route.path("name").asText();
        return (name.isEmpty() ? "http route " + (position + 1) : "route " + name) + " of VirtualService "
                + holder.id();
    }

    private List<ObjectNode> rootMatches() {
        return rootRoute.map(from -> matches(from, root)).orElse(List.of());
    }

    /** A route without a match takes all that its root does; some fields it has to repeat for that. */
    private Set<ObjectNode> clauses(List<ObjectNode> roots) {
        Set<ObjectNode> clauses = new LinkedHashSet<>(matches(route, holder));
        if (clauses.isEmpty()) {
            roots.forEach(match -> clauses.add(match.deepCopy().retain("ignoreUriCase", "sourceNamespace")));
        }
        return clauses.isEmpty() ? Set.of(JsonNodeFactory.instance.objectNode()) : clauses;
    }

    /** With the full names of gateways. */
    private static List<ObjectNode> matches(ObjectNode route, VirtualService in) {
        List<ObjectNode> matches = new ArrayList<>();
        for (JsonNode match : route.path("match")) {
            if (match.deepCopy() instanceof ObjectNode copy) {
                List<String> names = VirtualService.texts(copy.path("gateways"));
                if (!names.isEmpty()) {
                    copy.putArray("gateways")
                            .addAll(names.stream()
                                    .map(in::gateway)
                                    .map(copy::textNode)
                                    .toList());
                }
                matches.add(copy);
            }
        }
        return matches;
    }
}
