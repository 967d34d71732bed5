package io.glooshot.mesh.istio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.contract.Scene;
import io.glooshot.mesh.contract.Target;
import io.glooshot.playground.EnvoyProxy;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sample application in a namespace of its own. */
final class IstioScene implements Scene {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestIstioSettings SETTINGS = new TestIstioSettings(Duration.ofSeconds(1), 3);
    private static final Split VERSIONS = new Split(Map.of("version", "v1"), Map.of("version", "v2"));

    private final World world;
    private final IstioBookinfo bookinfo;
    private final IstioObjects objects;
    private final List<EnvoyProxy> proxies = new ArrayList<>();
    private IstioProvider provider;

    IstioScene(World world) {
        this.world = world;
        this.bookinfo = world.istioBookinfo(world.newNamespace("contract"));
        this.objects = new IstioObjects(world.kube().client());
        for (ServiceId service : List.of(
                caller(),
                otherCaller(),
                destination().service(),
                otherDestination().service())) {
            proxies.add(bookinfo.proxyOf(service.name()));
        }
    }

    World world() {
        return world;
    }

    String namespace() {
        return bookinfo.namespace();
    }

    @Override
    public ServiceId caller() {
        return new ServiceId(namespace(), "reviews");
    }

    @Override
    public ServiceId otherCaller() {
        return new ServiceId(namespace(), "productpage");
    }

    @Override
    public Destination destination() {
        return bookinfo.destination("ratings");
    }

    @Override
    public Destination otherDestination() {
        return bookinfo.destination("details");
    }

    @Override
    public Target route(Origin caller, Destination destination) {
        String version = caller.workloadLabels().getOrDefault("version", "v1");
        String address = get("sidecars", caller.service().name() + "-" + version)
                .at("/spec/egress/0/bind")
                .asText();
        return new Target(address, destination.port(), destination.toString());
    }

    @Override
    public Target routeFromOutside(Destination destination) {
        String address = get("workloadentries", destination.service().name() + "-v1")
                .at("/spec/address")
                .asText();
        return new Target(address, destination.port(), destination.toString());
    }

    private JsonNode get(String plural, String name) {
        return parse(world.kube()
                .client()
                .raw("/apis/networking.istio.io/v1/namespaces/%s/%s/%s".formatted(namespace(), plural, name)));
    }

    @Override
    public Split split() {
        for (String service : List.of(caller().name(), destination().service().name())) {
            bookinfo.addVersion(service, "v2");
            proxies.add(bookinfo.proxyOf(service, "v2"));
        }
        return VERSIONS;
    }

    private final Drifts drifts = new Drifts(new SimpleMeterRegistry());

    @Override
    public MeshProvider lead(KubernetesClient client, Map<Plan, Instant> started) {
        Mandate mandate = new Mandate();
        mandate.give();
        return start(client, mandate);
    }

    @Override
    public MeshProvider follow(KubernetesClient client) {
        return start(client, new Mandate());
    }

    private MeshProvider start(KubernetesClient client, Mandate mandate) {
        if (provider != null) {
            provider.stop();
        }
        provider = new IstioProvider(
                client,
                WatchedNamespaces.all(),
                mandate,
                SETTINGS,
                () -> new Moment(Instant.now(), System.nanoTime()),
                drifts);
        return provider;
    }

    @Override
    public List<String> leftovers(Plan plan) {
        return mentioning(plan.uid());
    }

    @Override
    public List<String> leftovers() {
        return mentioning("glooshot");
    }

    private List<String> mentioning(String text) {
        List<String> found = new ArrayList<>(objects.mentioning(text));
        for (EnvoyProxy proxy : proxies) {
            if (ProxyConfiguration.of(proxy).mentions(text)) {
                found.add("something in the proxy of " + proxy.workload());
            }
        }
        return found;
    }

    @Override
    public Map<String, JsonNode> userObjects() {
        return objects.in(namespace());
    }

    @Override
    public void deleteUserObjects() {
        world.kube()
                .mustKubectl(
                        "delete",
                        "virtualservices,destinationrules,envoyfilters,serviceentries",
                        "--all",
                        "--namespace",
                        namespace());
    }

    @Override
    public void createUserObjects() {
        apply(IstioUserEdits.ROUTES);
        apply(IstioUserEdits.FILTER);
    }

    @Override
    public void editUserObjects() {
        IstioUserEdits.editInPlace(this);
    }

    /** As a pipeline does it. */
    void apply(String manifest) {
        world.kube().apply(manifest.formatted(namespace()));
    }

    @Override
    public void close() {
        provider.stop();
        deleteUserObjects();
        bookinfo.close();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
