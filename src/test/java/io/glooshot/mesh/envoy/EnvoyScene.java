package io.glooshot.mesh.envoy;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.contract.Scene;
import io.glooshot.mesh.contract.Target;
import io.glooshot.playground.EnvoyBootstrap;
import io.glooshot.playground.EnvoyProxy;
import io.glooshot.playground.LoopbackPorts;
import io.glooshot.playground.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Two proxies with a route to each of two services. */
final class EnvoyScene implements Scene {

    private static final TestServer.Settings SETTINGS = new TestServer.Settings(
            Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(3));
    private static final String USERS_KEY = "user.key";
    private static final int LAYERS_EACH = 2;

    private final World world;
    private final String namespace = "contract-" + UUID.randomUUID().toString().substring(0, 8);
    private final int port = LoopbackPorts.take();
    private final Traffic traffic = new Traffic();
    private final Destination ratings = new Destination(new ServiceId(namespace, "ratings"), 9080);
    private final Destination details = new Destination(new ServiceId(namespace, "details"), 9080);
    private final Map<Destination, Integer> services = Map.of(ratings, traffic.service(), details, traffic.service());
    private final Map<ServiceId, EnvoyProxy> proxies;
    private TestServer server;

    EnvoyScene(World world) {
        this.world = world;
        // Without a controller each proxy waits for every layer of its own.
        restart().serving(Map.of());
        proxies = Map.of(caller(), proxy(caller()), otherCaller(), proxy(otherCaller()));
    }

    private EnvoyProxy proxy(ServiceId service) {
        Path directory = world.directory(namespace);
        EnvoyBootstrap bootstrap =
                EnvoyBootstrap.sidecarOf(service + "-1", service).controller(port);
        services.forEach(bootstrap::route);
        EnvoyProxy proxy = EnvoyProxy.start(world.parts(), directory, bootstrap);
        world.prometheus().scrape(proxy.adminPort(), "/stats/prometheus", Map.of());
        return proxy;
    }

    @Override
    public ServiceId caller() {
        return new ServiceId(namespace, "reviews");
    }

    @Override
    public ServiceId otherCaller() {
        return new ServiceId(namespace, "productpage");
    }

    @Override
    public Destination destination() {
        return ratings;
    }

    @Override
    public Destination otherDestination() {
        return details;
    }

    @Override
    public Target route(Origin caller, Destination destination) {
        return new Target("127.0.0.1", proxies.get(caller.service()).outboundPort(), destination.toString());
    }

    @Override
    public Target routeFromOutside(Destination destination) {
        return new Target("127.0.0.1", services.get(destination), destination.toString());
    }

    @Override
    public MeshProvider lead(KubernetesClient notNeeded, Map<Plan, Instant> started) {
        restart().serving(started);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.proxies.streams().count() == (long) LAYERS_EACH * proxies.size());
        return server.provider;
    }

    @Override
    public MeshProvider follow(KubernetesClient notNeeded) {
        return restart().provider;
    }

    private TestServer restart() {
        if (server != null) {
            server.close();
        }
        Moment.Source clock = () -> new Moment(Instant.now(), System.nanoTime());
        server = new TestServer(SETTINGS, clock, port, plaintext -> {});
        return server;
    }

    @Override
    public List<String> leftovers(Plan plan) {
        return leftovers(plan.destinations().stream());
    }

    @Override
    public List<String> leftovers() {
        return leftovers(services.keySet().stream());
    }

    private List<String> leftovers(Stream<Destination> destinations) {
        return destinations
                .flatMap(destination -> proxies.values().stream()
                        .flatMap(proxy -> Stream.concat(runtimeOf(proxy, destination), filtersOf(proxy, destination))))
                .toList();
    }

    private static Stream<String> runtimeOf(EnvoyProxy proxy, Destination destination) {
        return proxy.runtimeKeys(LayerName.keys(destination)).stream()
                .map(key -> "%s has %s=%s".formatted(proxy.workload(), key, proxy.runtime(key)));
    }

    private static Stream<String> filtersOf(EnvoyProxy proxy, Destination destination) {
        return proxy.filtersWithConditions().stream()
                .filter(name -> name.startsWith(LayerName.of(destination)))
                .map(name -> "%s has conditions in %s".formatted(proxy.workload(), name));
    }

    @Override
    public Map<String, JsonNode> userObjects() {
        Map<String, JsonNode> values = new TreeMap<>();
        proxies.forEach((service, proxy) ->
                values.put(service.name() + "'s " + USERS_KEY, TextNode.valueOf(proxy.runtime(USERS_KEY))));
        return values;
    }

    @Override
    public void deleteUserObjects() {
        overrule("");
    }

    @Override
    public void createUserObjects() {
        overrule("1");
    }

    @Override
    public void editUserObjects() {
        overrule("2");
    }

    private void overrule(String value) {
        proxies.values().forEach(proxy -> proxy.overrideRuntime(USERS_KEY, value));
    }

    @Override
    public void close() {
        proxies.values().forEach(proxy -> {
            world.prometheus().forget(proxy.adminPort());
            proxy.close();
        });
        server.close();
        traffic.close();
    }
}
