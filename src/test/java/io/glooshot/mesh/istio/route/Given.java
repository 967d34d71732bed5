package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.api.Side;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.TextMatch;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the tests of this package start from: faults on {@code ratings.demo:9080} of an experiment. */
final class Given {

    static final String UID = "5c1f2f0e-8d5b-4f0e-9a51-0d7d6a1f0001";
    static final String OTHER_UID = "5c1f2f0e-8d5b-4f0e-9a51-0d7d6a1f0002";
    static final ServiceId RATINGS = new ServiceId("demo", "ratings");
    static final Set<String> NAMESPACES = Set.of("demo", "shop", "edge");
    static final PlannedAbort ABORT = new PlannedAbort.Http(503, 100);
    static final PlannedAbort GRPC_ABORT = new PlannedAbort.Grpc(14, 50);
    static final PlannedDelay DELAY = new PlannedDelay(Duration.ofMillis(250), 10);
    static final Caller REVIEWS = new Caller("demo", Map.of("app", "reviews"));
    static final Caller CART = new Caller("shop", Map.of("app", "cart"));

    private static final ObjectMapper YAML = new YAMLMapper();

    private Given() {}

    static ObjectNode yaml(String yaml) {
        try {
            return (ObjectNode) YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whose spec is given in YAML. */
    static ObjectNode virtualService(String namespace, String name, String spec) {
        ObjectNode json = yaml("apiVersion: networking.istio.io/v1\nkind: VirtualService\n");
        json.putObject("metadata").put("namespace", namespace).put("name", name);
        json.set("spec", yaml(spec));
        return json;
    }

    static Host host(boolean onlyPort) {
        return new Host(RATINGS, 9080, onlyPort, "cluster.local", List.of("10.0.0.7"), NAMESPACES);
    }

    static ClientFaults faults(ClientFault... faults) {
        return new ClientFaults(UID, "demo", "break-ratings", Optional.empty(), List.of(faults));
    }

    /** An abort with 503 of every call. */
    static Builder fault() {
        return new Builder();
    }

    static final class Builder {

        private Host host = host(true);
        private List<Caller> callers = List.of();
        private Optional<PlannedAbort> abort = Optional.of(ABORT);
        private Optional<PlannedDelay> delay = Optional.empty();
        private CallMatch match = CallMatch.ALL;

        Builder on(Host host) {
            this.host = host;
            return this;
        }

        Builder from(Caller... callers) {
            this.callers = List.of(callers);
            return this;
        }

        Builder abort(PlannedAbort abort) {
            this.abort = Optional.ofNullable(abort);
            return this;
        }

        Builder delay(PlannedDelay delay) {
            this.delay = Optional.ofNullable(delay);
            return this;
        }

        Builder match(CallMatch match) {
            this.match = match;
            return this;
        }

        Builder header(String name, TextMatch header) {
            return match(new CallMatch(Map.of(name, header), match.path(), match.method()));
        }

        Builder path(TextMatch path) {
            return match(new CallMatch(match.headers(), Optional.of(path), match.method()));
        }

        Builder method(String method) {
            return match(new CallMatch(match.headers(), match.path(), Optional.of(method)));
        }

        ClientFault build() {
            return new ClientFault(
                    new PlannedFault(
                            0,
                            Set.of(),
                            new Destination(host.service(), host.port()),
                            Map.of(),
                            match,
                            Side.Client,
                            abort,
                            delay),
                    host,
                    callers);
        }

        DesiredRoutes in(ObjectNode... all) {
            return Routing.desired(List.of(all), faults(build()));
        }

        /** The http routes of the one VirtualService that changes. */
        List<ObjectNode> routes(ObjectNode... all) {
            Map<ObjectName, ObjectNode> desired = in(all).virtualServices();
            if (desired.size() != 1) {
                throw new AssertionError("Not one: " + desired);
            }
            return http(desired.values().iterator().next());
        }
    }

    static List<ObjectNode> http(ObjectNode virtualService) {
        List<ObjectNode> routes = new ArrayList<>();
        virtualService.path("spec").path("http").forEach(route -> routes.add((ObjectNode) route));
        return routes;
    }
}
