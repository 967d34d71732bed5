package io.glooshot.mesh.istio.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.TextMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Whatever users have in their cluster: the calls that are to be hit get the fault, and all calls go where they went. */
class SameRoutesTest {

    @Property(tries = 1000)
    @StatisticsReport(onFailureOnly = true)
    void hitsTheCallsThatAreToBeHitAndNoOthers(@ForAll long seed) {
        RandomWorld world = new RandomWorld(new Random(seed));
        ModelIstio before = world.istio();
        List<ClientFault> faults = world.faults();
        Optional<DesiredRoutes> desired = desired(before, faults);
        desired.ifPresent(routes -> {
            ModelIstio after = new ModelIstio(before.services(), applied(before.virtualServices(), routes));
            for (int i = 0; i < 60; i++) {
                ModelProxy proxy = world.proxy();
                check(before, after, faults, routes, proxy, world.request(proxy));
            }
        });
        Statistics.label("possible")
                .collect(desired.isPresent())
                .coverage(coverage -> coverage.check(true).percentage(percentage -> percentage > 90));
    }

    private static Optional<DesiredRoutes> desired(ModelIstio world, List<ClientFault> faults) {
        try {
            return Optional.of(
                    Routing.desired(world.virtualServices(), Given.faults(faults.toArray(ClientFault[]::new))));
        } catch (AbortException e) {
            return Optional.empty();
        }
    }

    private static void check(
            ModelIstio before,
            ModelIstio after,
            List<ClientFault> faults,
            DesiredRoutes desired,
            ModelProxy proxy,
            ModelRequest request) {
        ModelDecision was = before.decide(proxy, request);
        ModelDecision is = after.decide(proxy, request);
        String story = "%s%n%s%n%s%nbefore %s%nafter %s%nwarnings %s"
                .formatted(faults, proxy, request, pretty(before), pretty(after), desired.warnings());
        JsonNode expected = faults.stream()
                .filter(fault -> !was.reachesNobody() && meets(fault.fault().match(), request))
                .filter(fault ->
                        proxy.isSidecar() ? isFrom(fault, before, proxy, request) : leadsThere(fault, request, was))
                .findFirst()
                .map(fault -> expected(fault, request))
                .orElse(null);
        boolean mayMiss =
                !proxy.isSidecar() && desired.warnings().stream().anyMatch(text -> text.contains("through a gateway"));

        assertThat(is.action()).as(story).isEqualTo(was.action());
        if (expected == null) {
            assertThat(is.fault()).as(story).isEqualTo(was.fault());
        } else if (mayMiss) {
            assertThat(is.fault()).as(story).isIn(expected, was.fault());
        } else {
            assertThat(is.fault()).as(story).isEqualTo(expected);
        }
        Statistics.label(proxy.isSidecar() ? "hit in the mesh" : "hit at the edge")
                .collect(expected != null && !mayMiss)
                .coverage(coverage -> coverage.check(true).count(count -> count > 20));
    }

    private static boolean isFrom(ClientFault fault, ModelIstio world, ModelProxy proxy, ModelRequest request) {
        return request.port() == fault.host().port()
                && fault.host().service().equals(world.called(proxy, request))
                && (fault.callers().isEmpty()
                        || fault.callers().stream()
                                .anyMatch(caller -> caller.namespace().equals(proxy.namespace())
                                        && proxy.labels()
                                                .entrySet()
                                                .containsAll(caller.labels().entrySet())));
    }

    private static boolean leadsThere(ClientFault fault, ModelRequest request, ModelDecision decision) {
        List<JsonNode> destinations = new ArrayList<>();
        JsonNode route = decision.action().path("route");
        route.forEach(to -> {
            if (route.size() == 1 || to.path("weight").asInt() > 0) {
                destinations.add(to.get("destination"));
            }
        });
        int called = fault.host().onlyPort() ? fault.host().port() : request.port();
        return fault.callers().isEmpty()
                && !destinations.isEmpty()
                && destinations.stream()
                        .allMatch(to ->
                                to.get("host").asText().equals(fault.host().fqdn())
                                        && to.at("/port/number").asInt(called)
                                                == fault.host().port());
    }

    private static JsonNode expected(ClientFault fault, ModelRequest request) {
        boolean grpc = request.headers().getOrDefault("content-type", "").startsWith("application/grpc");
        return FaultPart.of(fault.fault()).stream()
                .filter(part -> grpc || !part.grpcOnly())
                .findFirst()
                .<JsonNode>map(FaultPart::json)
                .orElse(null);
    }

    private static boolean meets(CallMatch match, ModelRequest request) {
        return match.headers().entrySet().stream()
                        .allMatch(header ->
                                meets(header.getValue(), request.headers().get(header.getKey())))
                && match.path()
                        .map(path -> meets(path, request.pathWithoutQuery()))
                        .orElse(true)
                && match.method().map(request.method()::equals).orElse(true);
    }

    private static boolean meets(TextMatch match, String value) {
        if (value == null) {
            return false;
        } else if (match instanceof TextMatch.Exact exact) {
            return value.equals(exact.value());
        } else if (match instanceof TextMatch.Prefix prefix) {
            return value.startsWith(prefix.value());
        }
        return !(match instanceof TextMatch.Regex regex) || value.matches(regex.value());
    }

    static List<ObjectNode> applied(List<ObjectNode> all, DesiredRoutes desired) {
        Map<ObjectName, ObjectNode> left = new LinkedHashMap<>(desired.virtualServices());
        List<ObjectNode> applied = new ArrayList<>();
        for (ObjectNode json : all) {
            ObjectNode changed = left.remove(new VirtualService(json).id());
            applied.add(changed == null ? json : changed);
        }
        left.values().forEach(json -> {
            ObjectNode created = json.deepCopy();
            created.withObjectProperty("metadata").put("creationTimestamp", "2026-06-01T00:00:00Z");
            applied.add(created);
        });
        return applied;
    }

    private static String pretty(ModelIstio world) {
        StringBuilder text = new StringBuilder();
        world.virtualServices()
                .forEach(json -> text.append(json.toPrettyString()).append("\n"));
        return text.toString();
    }
}
