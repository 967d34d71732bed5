package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.TextMatch;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One clause of a route's match list, which is narrowed down step by step. Each step says whether there is anything left
 * that the clause could match.
 *
 * <p>In a delegate, Istio joins the clause with those of the root's route, and a field that both have is the delegate's. So
 * nothing is written where one of the roots has something already; there is a second place for almost everything.
 */
final class Clause {

    private final ObjectNode json;
    private final List<ObjectNode> roots;
    private final String where;

    /** @param where for people */
    Clause(RouteUse.Leaf leaf, String where) {
        this.json = leaf.json().deepCopy();
        this.roots = leaf.roots();
        this.where = where;
    }

    ObjectNode json() {
        return json;
    }

    boolean port(int port) {
        if (!json.has("port") && !all(root -> root.path("port").asInt() == port)) {
            json.put("port", port);
        }
        return mayBe(port);
    }

    /** Whether it takes calls to the port, be it among others. */
    boolean mayBe(int port) {
        int own = json.path("port").asInt();
        return own == 0 || own == port;
    }

    /** In the proxies of the caller only. Istio forgets about the source wherever a clause names gateways. */
    boolean from(Caller caller) {
        if (!inMesh()) {
            return false;
        }
        if (roots.stream().anyMatch(Clause::names)) {
            throw notSupported("its root names gateways, so that Istio would not look at the callers");
        }
        if (!json.path("gateways").isEmpty()) {
            json.remove(List.of("gateways", "sourceLabels", "sourceNamespace"));
            if (roots.stream().anyMatch(Clause::hasSource)) {
                throw notSupported("its root limits the callers and it names gateways");
            }
        }
        String namespace = json.path("sourceNamespace").asText();
        if (!namespace.isEmpty() && !namespace.equals(caller.namespace())) {
            return false;
        }
        json.put("sourceNamespace", caller.namespace());
        for (Map.Entry<String, String> label : caller.labels().entrySet()) {
            JsonNode own = json.path("sourceLabels").path(label.getKey());
            if (!own.isMissingNode() && !own.asText().equals(label.getValue())) {
                return false;
            }
            json.withObjectProperty("sourceLabels").put(label.getKey(), label.getValue());
        }
        return true;
    }

    /** Whether Istio joins it with any clause of the root. If it does not, it drops the whole route. */
    boolean isJoined() {
        return roots.isEmpty() || roots.stream().anyMatch(root -> DelegateMatch.joins(root, json));
    }

    /** Not at the edge, where a port would be another one. Where the callers are limited already, that has to do. */
    boolean inMeshOnly() {
        if (!inMesh()) {
            return false;
        }
        if (!hasSource()) {
            gateways(List.of(VirtualService.MESH));
        } else if (roots.stream().anyMatch(Clause::names)) {
            throw notSupported("its root has clauses for gateways and for callers");
        }
        return true;
    }

    boolean inMesh() {
        List<String> own = VirtualService.texts(json.path("gateways"));
        return own.isEmpty()
                ? !all(root -> names(root) && !names(root, VirtualService.MESH))
                : own.contains(VirtualService.MESH);
    }

    /** At these gateways only, or at those of them that the clause or its roots name. */
    boolean at(List<String> gateways) {
        List<String> own = VirtualService.texts(json.path("gateways"));
        List<String> left = gateways.stream()
                .filter(gateway -> own.isEmpty() || own.contains(gateway))
                .filter(gateway -> !all(root -> names(root) && !names(root, gateway)))
                .toList();
        boolean torn = roots.stream()
                .filter(Clause::names)
                .anyMatch(root -> left.stream().anyMatch(gateway -> names(root, gateway))
                        && !left.stream().allMatch(gateway -> names(root, gateway)));
        if (torn) {
            throw notSupported("its root has clauses for some of the gateways only");
        }
        gateways(left);
        return !left.isEmpty();
    }

    /** Whether it is for some callers only. */
    boolean hasSource() {
        return json.path("gateways").isEmpty()
                && (hasSource(json) || roots.stream().anyMatch(Clause::hasSource));
    }

    boolean method(String method) {
        return text("method", ":method", new TextMatch.Exact(method));
    }

    boolean authority(String regex) {
        return text("authority", ":authority", new TextMatch.Regex(regex));
    }

    /** Envoy takes any spelling of a header's name, so that another spelling makes room for a second match. */
    boolean header(String name, TextMatch match) {
        for (Map.Entry<String, JsonNode> own : json.path("headers").properties()) {
            if (own.getKey().equalsIgnoreCase(name)) {
                boolean shared =
                        roots.stream().anyMatch(root -> root.path("headers").has(own.getKey()));
                StringMatch.Sum sum = StringMatch.add(StringMatch.parse(own.getValue()), match);
                if (sum instanceof StringMatch.Sum.Narrower narrower && !shared) {
                    json.withObjectProperty("headers").set(own.getKey(), StringMatch.json(narrower.match()));
                    return true;
                } else if (sum instanceof StringMatch.Sum.Unchanged) {
                    return true;
                } else if (sum instanceof StringMatch.Sum.Nothing) {
                    return false;
                }
            }
        }
        String key = HeaderSpelling.of(name)
                .filter(this::isFreeHeader)
                .findFirst()
                .orElseThrow(() -> notSupported("its match has the header " + name + " already"));
        json.withObjectProperty("headers").set(key, StringMatch.json(match));
        return true;
    }

    boolean path(TextMatch match) {
        return new PathClause(json, roots, where).add(match);
    }

    private boolean text(String field, String pseudoHeader, TextMatch match) {
        for (JsonNode own : List.of(json.path(field), json.path("headers").path(pseudoHeader))) {
            if (!own.isMissingNode()) {
                StringMatch.Sum sum = StringMatch.add(StringMatch.parse(own), match);
                if (sum instanceof StringMatch.Sum.Unchanged) {
                    return true;
                } else if (sum instanceof StringMatch.Sum.Nothing) {
                    return false;
                }
            }
        }
        if (isFree(field)) {
            json.set(field, StringMatch.json(match));
        } else if (isFreeHeader(pseudoHeader)) {
            json.withObjectProperty("headers").set(pseudoHeader, StringMatch.json(match));
        } else {
            throw notSupported("its match has " + field + " and " + pseudoHeader + " already");
        }
        return true;
    }

    private boolean isFree(String field) {
        return !json.has(field) && roots.stream().noneMatch(root -> root.has(field));
    }

    private boolean isFreeHeader(String key) {
        return !json.path("headers").has(key)
                && roots.stream().noneMatch(root -> root.path("headers").has(key));
    }

    private boolean all(Predicate<ObjectNode> root) {
        return !roots.isEmpty() && roots.stream().allMatch(root);
    }

    private void gateways(List<String> names) {
        json.putArray("gateways").addAll(names.stream().map(json::textNode).toList());
    }

    private AbortException notSupported(String why) {
        return notSupported(where, why);
    }

    static AbortException notSupported(String where, String why) {
        return new AbortException(
                "NotSupported", "The fault cannot be limited to the calls asked for in %s: %s.".formatted(where, why));
    }

    private static boolean hasSource(JsonNode clause) {
        return !clause.path("sourceLabels").isEmpty()
                || !clause.path("sourceNamespace").asText().isEmpty();
    }

    private static boolean names(JsonNode clause) {
        return !clause.path("gateways").isEmpty();
    }

    private static boolean names(JsonNode clause, String gateway) {
        return VirtualService.texts(clause.path("gateways")).contains(gateway);
    }
}
