package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.TextMatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** VirtualServices, faults, proxies and requests that are likely to meet one another. */
final class RandomWorld {

    static final String GATEWAY = "edge/gw";

    private static final List<List<String>> HOSTS = List.of(
            List.of("ratings"),
            List.of("ratings"),
            List.of("ratings.demo.svc.cluster.local"),
            List.of("ratings", "reviews"),
            List.of("ratings.demo.svc.cluster.local", "ratings.shop.svc.cluster.local"),
            List.of("*.demo.svc.cluster.local"),
            List.of("*.svc.cluster.local"),
            List.of("ratings.demo.svc.cluster.local", "api.example.com"));
    private static final List<List<String>> EDGE_HOSTS = List.of(
            List.of("api.example.com"),
            List.of("*.example.com"),
            List.of("api.example.com", "ratings.demo.svc.cluster.local"));

    private static final List<String> SERVICES = List.of(
            "ratings",
            "ratings:9080",
            "ratings.demo",
            "Ratings.Demo.svc",
            "ratings.demo.svc.cluster.local",
            "ratings.demo.svc.cluster.local:9080",
            "reviews.demo",
            "ratings.shop");
    private static final List<String> EDGE =
            List.of("api.example.com", "api.example.com", "www.example.com", "ratings.demo.svc.cluster.local");

    private static final Host REVIEWS = new Host(
            new ServiceId("demo", "reviews"), 9080, true, "cluster.local", List.of("10.0.0.8"), Given.NAMESPACES);

    private final Random random;
    private final boolean onlyPort;

    RandomWorld(Random random) {
        this.random = random;
        this.onlyPort = random.nextBoolean();
    }

    ModelIstio istio() {
        List<ObjectNode> all = new ArrayList<>();
        int roots = random.nextInt(4);
        for (int i = 0; i < roots; i++) {
            all.add(root("root-" + i));
        }
        for (String name : List.of("delegate-0", "delegate-1")) {
            if (chance(70)) {
                all.add(delegate(name));
            }
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).withObjectProperty("metadata").put("creationTimestamp", "2026-01-01T00:00:0" + i + "Z");
        }
        return new ModelIstio(services(), all);
    }

    private Map<ServiceId, Set<Integer>> services() {
        Map<ServiceId, Set<Integer>> services = new HashMap<>();
        services.put(Given.RATINGS, onlyPort ? Set.of(9080) : Set.of(9080, 9081));
        services.put(new ServiceId("demo", "reviews"), Set.of(9080));
        services.put(new ServiceId("shop", "ratings"), Set.of(9080));
        return services;
    }

    /** One or two, which never hit the same call. */
    List<ClientFault> faults() {
        ClientFault first = fault();
        return switch (random.nextInt(4)) {
            case 0 -> List.of(first, fault(REVIEWS, first.callers()));
            case 1 -> onlyPort ? List.of(first) : List.of(first, fault(other(first.host()), first.callers()));
            case 2 -> List.of(fault(first.host(), List.of(Given.REVIEWS)), fault(first.host(), List.of(Given.CART)));
            default -> List.of(first);
        };
    }

    ClientFault fault() {
        List<Caller> callers = pick(List.of(
                List.<Caller>of(),
                List.<Caller>of(),
                List.of(Given.REVIEWS),
                List.of(Given.CART),
                List.of(Given.REVIEWS, Given.CART)));
        return fault(Given.host(onlyPort), callers);
    }

    private static Host other(Host host) {
        return new Host(host.service(), 9081, false, host.clusterDomain(), host.clusterIps(), host.namespaces());
    }

    private ClientFault fault(Host host, List<Caller> callers) {
        PlannedAbort abort = chance(60) ? new PlannedAbort.Http(503, 100) : new PlannedAbort.Grpc(14, 50);
        PlannedDelay delay = chance(50) ? null : new PlannedDelay(Duration.ofSeconds(2), chance(20) ? 0 : 10);
        return Given.fault()
                .on(host)
                .from(callers.toArray(Caller[]::new))
                .abort(abort)
                .delay(delay)
                .match(calls())
                .build();
    }

    private CallMatch calls() {
        if (chance(40)) {
            return CallMatch.ALL;
        }
        Map<String, TextMatch> headers = new HashMap<>();
        if (chance(50)) {
            headers.put("end-user", text(List.of("jason", "ja"), "ja.*", true));
        }
        return new CallMatch(
                headers,
                chance(50)
                        ? Optional.of(text(List.of("/api", "/api/v1", "/api/v1/x"), "/api/.*", false))
                        : Optional.empty(),
                chance(40) ? Optional.of("GET") : Optional.empty());
    }

    private TextMatch text(List<String> texts, String regex, boolean presence) {
        return switch (random.nextInt(presence ? 4 : 3)) {
            case 0 -> new TextMatch.Exact(pick(texts));
            case 1 -> new TextMatch.Prefix(pick(texts));
            case 2 -> new TextMatch.Regex(regex);
            default -> new TextMatch.Present();
        };
    }

    private ObjectNode root(String name) {
        ObjectNode root = object(name, pick(List.of("demo", "demo", "shop", "edge")));
        ObjectNode spec = root.withObjectProperty("spec");
        List<String> gateways = pick(List.of(
                List.<String>of(),
                List.<String>of(),
                List.of("mesh"),
                List.of("mesh", GATEWAY),
                List.of(GATEWAY),
                List.of("edge/other")));
        List<List<String>> hosts = gateways.contains(GATEWAY) && chance(70) ? EDGE_HOSTS : HOSTS;
        pick(hosts).forEach(spec.putArray("hosts")::add);
        if (!gateways.isEmpty()) {
            gateways.forEach(spec.putArray("gateways")::add);
        }
        exportTo(spec);
        http(spec, true);
        return root;
    }

    private ObjectNode delegate(String name) {
        ObjectNode delegate = object(name, pick(List.of("demo", "shop")));
        ObjectNode spec = delegate.withObjectProperty("spec");
        if (chance(20)) {
            exportTo(spec);
        }
        http(spec, false);
        return delegate;
    }

    private static ObjectNode object(String name, String namespace) {
        return Given.virtualService(namespace, name, "{unknownField: {kept: [1, 2.50, null]}}");
    }

    private void exportTo(ObjectNode spec) {
        List<String> exportTo = pick(List.of(
                List.<String>of(),
                List.<String>of(),
                List.of("*"),
                List.of("."),
                List.of("demo"),
                List.of("shop", "edge")));
        if (!exportTo.isEmpty()) {
            exportTo.forEach(spec.putArray("exportTo")::add);
        }
    }

    private void http(ObjectNode spec, boolean mayDelegate) {
        int routes = mayDelegate ? random.nextInt(4) : 1 + random.nextInt(3);
        if (routes == 0) {
            destination(spec.putArray("tcp").addObject().putArray("route"), "ratings.demo.svc.cluster.local");
        }
        for (int i = 0; i < routes; i++) {
            ObjectNode route = spec.withArrayProperty("http").addObject();
            if (chance(70)) {
                route.put("name", "route-" + i);
            }
            if (chance(i == routes - 1 ? 30 : 80)) {
                clauses(route);
            }
            action(route, mayDelegate);
        }
    }

    private void clauses(ObjectNode route) {
        int clauses = 1 + random.nextInt(2);
        for (int i = 0; i < clauses; i++) {
            clause(route.withArrayProperty("match").addObject());
        }
    }

    private void clause(ObjectNode clause) {
        if (chance(40)) {
            clause.set("uri", match(List.of("/", "/api", "/API", "/api/v1", "/api/v1/x"), "/api/v[12].*"));
            if (chance(20)) {
                clause.put("ignoreUriCase", true);
            }
        }
        if (chance(20)) {
            clause.set("method", match(List.of("GET", "P"), "GET|POST"));
        }
        if (chance(10)) {
            clause.set("authority", match(List.of("ratings", "ratings.demo", "api.example.com"), "ratings.*|api.*"));
        }
        if (chance(30)) {
            ObjectNode headers = clause.putObject("headers");
            headers.set(
                    "end-user",
                    chance(20) ? JsonNodeFactory.instance.objectNode() : match(List.of("jason", "ja"), "ja.*|bob"));
            if (chance(20)) {
                headers.set("End-User", match(List.of("jason", "j"), "j.*"));
            }
            if (chance(20)) {
                headers.set("content-type", match(List.of("application/grpc", "application/"), "application/.*"));
            }
            if (chance(10)) {
                headers.set(":path", match(List.of("/api"), "/api.*"));
            }
        }
        if (chance(15)) {
            clause.putObject("withoutHeaders").set("end-user", match(List.of("bob", "b"), "b.*"));
        }
        if (chance(15)) {
            clause.putObject("queryParams").set("q", match(List.of("1"), "1|2"));
        }
        if (chance(15)) {
            clause.put("port", chance(70) ? 9080 : 9081);
        }
        if (chance(15)) {
            clause.putObject("sourceLabels").put("app", pick(List.of("reviews", "reviews", "cart")));
        }
        if (chance(10)) {
            clause.put("sourceNamespace", pick(List.of("demo", "shop")));
        }
        if (chance(12)) {
            pick(List.of(List.of("mesh"), List.of(GATEWAY), List.of("mesh", GATEWAY)))
                    .forEach(clause.putArray("gateways")::add);
        }
    }

    private ObjectNode match(List<String> texts, String regex) {
        ObjectNode match = JsonNodeFactory.instance.objectNode();
        return switch (random.nextInt(5)) {
            case 0, 1 -> match.put("exact", pick(texts));
            case 2, 3 -> match.put("prefix", pick(texts));
            default -> match.put("regex", regex);
        };
    }

    private void action(ObjectNode route, boolean mayDelegate) {
        int kind = random.nextInt(12);
        if (kind == 0) {
            route.putObject("redirect").put("uri", "/elsewhere");
            return;
        } else if (kind == 1) {
            route.putObject("directResponse").put("status", 418);
            return;
        } else if (kind < 5 && mayDelegate) {
            route.putObject("delegate").put("name", pick(List.of("delegate-0", "delegate-1")));
            if (chance(70)) {
                route.withObjectProperty("delegate").put("namespace", "demo");
            }
            return;
        }
        ArrayNode to = route.putArray("route");
        destination(to, chance(80) ? "ratings.demo.svc.cluster.local" : "ratings");
        if (chance(30)) {
            ((ObjectNode) to.get(0)).put("weight", pick(List.of(90, 0)));
            destination(to, chance(50) ? "reviews.demo.svc.cluster.local" : "ratings.demo.svc.cluster.local")
                    .put("weight", 10);
        }
        if (chance(20)) {
            route.putObject("rewrite").put("uri", "/rewritten");
        }
        if (chance(20)) {
            route.put("timeout", "1s");
        }
        if (chance(10)) {
            route.putObject("fault")
                    .putObject("abort")
                    .put("httpStatus", 418)
                    .putObject("percentage")
                    .put("value", 1);
        }
        if (chance(20)) {
            route.putObject("unknownField").put("kept", 1.50);
        }
    }

    private ObjectNode destination(ArrayNode to, String host) {
        ObjectNode weighted = to.addObject();
        ObjectNode destination = weighted.putObject("destination").put("host", host);
        if (chance(30)) {
            destination.put("subset", "v1");
        }
        if (chance(20)) {
            destination.putObject("port").put("number", chance(70) ? 9080 : 9081);
        }
        return weighted;
    }

    ModelProxy proxy() {
        return pick(List.of(
                new ModelProxy("mesh", "demo", Map.of("app", "reviews", "version", "v1")),
                new ModelProxy("mesh", "demo", Map.of("app", "other")),
                new ModelProxy("mesh", "shop", Map.of("app", "cart")),
                new ModelProxy("mesh", "edge", Map.of("app", "reviews")),
                new ModelProxy(GATEWAY, "edge", Map.of("istio", "ingress")),
                new ModelProxy(GATEWAY, "edge", Map.of("istio", "ingress"))));
    }

    ModelRequest request(ModelProxy proxy) {
        List<String> authorities = proxy.isSidecar() ? SERVICES : EDGE;
        Map<String, String> headers = new HashMap<>();
        if (chance(70)) {
            headers.put("end-user", pick(List.of("jason", "jane", "bob", "")));
        }
        if (chance(60)) {
            headers.put(
                    "content-type", pick(List.of("application/grpc", "application/grpc+proto", "application/json")));
        }
        return new ModelRequest(
                pick(authorities),
                pick(List.of(9080, 9080, 9080, 9081)),
                pick(List.of("GET", "GET", "POST")),
                pick(List.of("/", "/api", "/api/v1", "/api/v1/x", "/API/v1", "/other"))
                        + pick(List.of("", "", "?q=1", "?q=3&/api/v1")),
                headers);
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
