package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.ServiceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which route Istio and Envoy take for a request: written after Istio's source, apart from the code under test.
 *
 * @param services with their ports
 */
record ModelIstio(Map<ServiceId, Set<Integer>> services, List<ObjectNode> virtualServices) {

    /** A clause as a proxy gets it, with its route. */
    record Rule(ObjectNode clause, ObjectNode route) {}

    ModelDecision decide(ModelProxy proxy, ModelRequest request) {
        List<Rule> rules = proxy.isSidecar() ? sidecar(proxy, request) : gateway(proxy, request);
        return rules.stream()
                .filter(rule -> ModelMatch.matches(rule.clause(), request))
                .findFirst()
                .map(rule -> ModelDecision.of(rule.route()))
                .orElse(new ModelDecision(MissingNode.getInstance(), MissingNode.getInstance()));
    }

    /** The service that a sidecar takes the request to be for. */
    ServiceId called(ModelProxy proxy, ModelRequest request) {
        return services.keySet().stream()
                .filter(service -> services.get(service).contains(request.port()))
                .filter(service -> names(service, proxy).contains(request.host()))
                .findFirst()
                .orElse(null);
    }

    private static List<String> names(ServiceId service, ModelProxy proxy) {
        String name = service.name() + "." + service.namespace();
        List<String> names = new ArrayList<>(List.of(name, name + ".svc", fqdn(service), fqdn(service) + "."));
        if (service.namespace().equals(proxy.namespace())) {
            names.add(service.name());
        }
        return names;
    }

    private static String fqdn(ServiceId service) {
        return service.name() + "." + service.namespace() + ".svc.cluster.local";
    }

    private List<Rule> sidecar(ModelProxy proxy, ModelRequest request) {
        ServiceId service = called(proxy, request);
        return service == null ? List.of() : sidecar(proxy, service, request.port());
    }

    List<Rule> sidecar(ModelProxy proxy, ServiceId service, int port) {
        List<ObjectNode> seen = visible(proxy);
        List<ObjectNode> exact =
                seen.stream().filter(vs -> hosts(vs).contains(fqdn(service))).toList();
        List<ObjectNode> candidates = exact.isEmpty() ? mostSpecific(seen, fqdn(service)) : exact;
        for (ObjectNode candidate : candidates) {
            List<Rule> rules = rules(candidate, proxy, port);
            if (!rules.isEmpty()) {
                return rules;
            }
        }
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        plain.putArray("route").addObject().putObject("destination").put("host", fqdn(service));
        return List.of(new Rule(JsonNodeFactory.instance.objectNode(), plain));
    }

    private List<ObjectNode> mostSpecific(List<ObjectNode> seen, String host) {
        ObjectNode best = null;
        int length = 0;
        for (ObjectNode vs : seen) {
            for (String pattern : hosts(vs)) {
                if (pattern.startsWith("*") && host.endsWith(pattern.substring(1)) && pattern.length() > length) {
                    best = vs;
                    length = pattern.length();
                }
            }
        }
        return best == null ? List.of() : List.of(best);
    }

    /** All VirtualServices of a host add up at a gateway, those that take everything last. */
    List<Rule> gateway(ModelProxy proxy, ModelRequest request) {
        Map<String, List<Rule>> byHost = new HashMap<>();
        for (ObjectNode vs : visible(proxy)) {
            List<Rule> rules = rules(vs, proxy, request.port());
            if (!rules.isEmpty()) {
                hosts(vs)
                        .forEach(host -> byHost.computeIfAbsent(host, any -> new ArrayList<>())
                                .addAll(rules));
            }
        }
        String host = byHost.keySet().stream()
                .filter(pattern -> pattern.equals(request.host())
                        || pattern.startsWith("*") && request.host().endsWith(pattern.substring(1)))
                .max(Comparator.comparing((String pattern) -> !pattern.startsWith("*"))
                        .thenComparing(String::length))
                .orElse(null);
        List<Rule> rules = new ArrayList<>(byHost.getOrDefault(host, List.of()));
        rules.sort(Comparator.comparing(rule -> ModelMatch.isCatchAll(rule.clause())));
        return rules;
    }

    /** In Istio's order. */
    private List<ObjectNode> visible(ModelProxy proxy) {
        return virtualServices.stream()
                .filter(vs -> !hosts(vs).isEmpty() && gateways(vs).contains(proxy.gateway()))
                .filter(vs -> exported(vs, proxy.namespace()))
                .sorted(Comparator.comparing((ObjectNode vs) -> rank(vs, proxy))
                        .thenComparing(
                                vs -> vs.at("/metadata/creationTimestamp").asText())
                        .thenComparing(vs -> vs.at("/metadata/name").asText())
                        .thenComparing(vs -> vs.at("/metadata/namespace").asText()))
                .toList();
    }

    private static int rank(ObjectNode vs, ModelProxy proxy) {
        Set<String> exportTo = Set.copyOf(texts(vs.at("/spec/exportTo")));
        return exportTo.isEmpty() || exportTo.contains("*") ? 2 : namespace(vs).equals(proxy.namespace()) ? 0 : 1;
    }

    private static boolean exported(ObjectNode vs, String namespace) {
        Set<String> exportTo = Set.copyOf(texts(vs.at("/spec/exportTo")));
        return exportTo.isEmpty()
                || exportTo.contains("*")
                || exportTo.contains(namespace)
                || exportTo.contains(".") && namespace(vs).equals(namespace);
    }

    List<Rule> rules(ObjectNode vs, ModelProxy proxy, int port) {
        List<Rule> rules = new ArrayList<>();
        for (ObjectNode route : merged(vs)) {
            List<ObjectNode> clauses = clauses(route);
            for (ObjectNode clause : clauses.isEmpty() ? List.of(JsonNodeFactory.instance.objectNode()) : clauses) {
                if (isFor(clause, proxy, port)) {
                    rules.add(new Rule(clause, route));
                    if (clauses.isEmpty() || ModelMatch.isCatchAll(clause)) {
                        return rules;
                    }
                }
            }
            if (clauses.isEmpty()) {
                return rules;
            }
        }
        return rules;
    }

    private static boolean isFor(ObjectNode clause, ModelProxy proxy, int port) {
        if (clause.has("port") && clause.get("port").asInt() != port) {
            return false;
        }
        if (!clause.path("gateways").isEmpty()) {
            return texts(clause.get("gateways")).contains(proxy.gateway());
        }
        return clause.path("sourceLabels").properties().stream()
                        .allMatch(label ->
                                label.getValue().asText().equals(proxy.labels().get(label.getKey())))
                && (!clause.has("sourceNamespace")
                        || clause.get("sourceNamespace").asText().equals(proxy.namespace()));
    }

    private List<ObjectNode> merged(ObjectNode vs) {
        List<ObjectNode> merged = new ArrayList<>();
        for (JsonNode route : vs.at("/spec/http")) {
            ObjectNode resolved = resolved((ObjectNode) route, vs);
            if (route.has("delegate")) {
                delegate(vs, route.get("delegate"))
                        .forEach(leaf -> ModelDelegates.merge(resolved, resolved(leaf.route(), leaf.holder()))
                                .ifPresent(merged::add));
            } else {
                merged.add(resolved);
            }
        }
        return merged;
    }

    private record Held(ObjectNode route, ObjectNode holder) {}

    private List<Held> delegate(ObjectNode root, JsonNode delegate) {
        String namespace = delegate.path("namespace").asText(namespace(root));
        List<Held> held = new ArrayList<>();
        virtualServices.stream()
                .filter(vs -> hosts(vs).isEmpty())
                .filter(vs -> namespace(vs).equals(namespace))
                .filter(vs -> vs.at("/metadata/name")
                        .asText()
                        .equals(delegate.path("name").asText()))
                .filter(vs -> exported(vs, namespace(root)))
                .forEach(vs -> vs.at("/spec/http").forEach(route -> held.add(new Held((ObjectNode) route, vs))));
        return held;
    }

    /** Short names are those of the namespace of the object that they stand in. */
    private static ObjectNode resolved(ObjectNode route, ObjectNode in) {
        ObjectNode resolved = route.deepCopy();
        resolved.path("match").forEach(match -> {
            if (match.has("gateways")) {
                List<String> names = texts(match.get("gateways"));
                ArrayNode gateways = ((ObjectNode) match).putArray("gateways");
                names.forEach(name -> gateways.add(gateway(name, in)));
            }
        });
        resolved.path("route").forEach(to -> {
            ObjectNode destination = (ObjectNode) to.path("destination");
            destination.put("host", resolve(destination.path("host").asText(), in));
        });
        return resolved;
    }

    private static String resolve(String host, ObjectNode in) {
        return host.contains(".") || host.equals("*") ? host : host + "." + namespace(in) + ".svc.cluster.local";
    }

    private static List<String> hosts(ObjectNode vs) {
        return texts(vs.at("/spec/hosts")).stream()
                .map(host -> resolve(host, vs))
                .toList();
    }

    private static List<String> gateways(ObjectNode vs) {
        List<String> gateways = texts(vs.at("/spec/gateways"));
        return gateways.isEmpty()
                ? List.of("mesh")
                : gateways.stream().map(name -> gateway(name, vs)).toList();
    }

    private static String gateway(String name, ObjectNode in) {
        return name.equals("mesh") || name.contains("/") ? name : namespace(in) + "/" + name;
    }

    static List<ObjectNode> clauses(JsonNode route) {
        List<ObjectNode> clauses = new ArrayList<>();
        route.path("match").forEach(clause -> clauses.add((ObjectNode) clause));
        return clauses;
    }

    private static String namespace(ObjectNode vs) {
        return vs.at("/metadata/namespace").asText();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
