package io.glooshot.playground;

import static io.glooshot.playground.BookinfoServices.DETAILS;
import static io.glooshot.playground.BookinfoServices.IMPATIENT;
import static io.glooshot.playground.BookinfoServices.PATIENT;
import static io.glooshot.playground.BookinfoServices.PORT;
import static io.glooshot.playground.BookinfoServices.PRODUCTPAGE;
import static io.glooshot.playground.BookinfoServices.RATINGS;
import static io.glooshot.playground.BookinfoServices.REVIEWS;
import static io.glooshot.playground.BookinfoServices.REVIEWS_RESILIENT;

import io.glooshot.experiment.Destination;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * The sample application on Istio: each workload behind a sidecar that takes its configuration from istiod, for what
 * comes in and what goes out. Services have their names and ports as in a cluster, and no more than selectors.
 */
public final class IstioBookinfo implements Bookshop {
    /** What each service answers with, so that one can see who it was and what was asked of it. */
    public static final String VERSION_HEADER = Traffic.VERSION_HEADER;

    public static final String PATH_HEADER = "x-path";

    private static final String FIRST = "v1";
    private static final List<String> SERVICES = List.of(PRODUCTPAGE, DETAILS, REVIEWS, REVIEWS_RESILIENT, RATINGS);
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final World world;
    private final String namespace;
    private final BookinfoServices services;
    private final LoopbackAddresses addresses = LoopbackAddresses.takeBlock();
    private final Map<String, IstioSidecar> sidecars = new ConcurrentHashMap<>();
    private final Map<String, LoopbackServer> servers = new ConcurrentHashMap<>();
    private final Map<String, EnvoyProxy> proxies = new ConcurrentHashMap<>();

    private IstioBookinfo(World world, String namespace) {
        this.world = world;
        this.namespace = namespace;
        this.services = new BookinfoServices(namespace);
    }

    static IstioBookinfo start(World world, String namespace) {
        IstioBookinfo bookinfo = new IstioBookinfo(world, namespace);
        try {
            bookinfo.startAll();
            return bookinfo;
        } catch (RuntimeException e) {
            bookinfo.close();
            throw e;
        }
    }

    private void startAll() {
        String all = SERVICES.stream()
                .map(service -> Template.of("istio/service.yaml")
                        .with("service", service)
                        .with("namespace", namespace)
                        .with("port", PORT)
                        .filled())
                .collect(Collectors.joining("---\n"));
        world.kube().apply(all);
        startWorkloads(SERVICES.stream().map(service -> sidecar(service, FIRST)).toList());
    }

    /** One more workload of a service, which gets its share of the calls from now on. */
    public void addVersion(String service, String version) {
        startWorkloads(List.of(sidecar(service, version)));
    }

    private IstioSidecar sidecar(String service, String version) {
        return new IstioSidecar(namespace, service, version, PORT, world.istio().discoveryPort(), addresses);
    }

    private void startWorkloads(Collection<IstioSidecar> started) {
        started.forEach(this::serve);
        world.kube()
                .apply(started.stream()
                        .map(sidecar -> sidecar.manifests(
                                servers.get(sidecar.workload()).port()))
                        .collect(Collectors.joining("---\n")));
        Path directory = world.directory("bookinfo-" + namespace);
        CompletableFuture.allOf(started.stream()
                        .map(sidecar -> CompletableFuture.runAsync(
                                () -> startProxy(sidecar, directory), command -> new Thread(command).start()))
                        .toArray(CompletableFuture[]::new))
                .join();
        Awaitility.await("all sidecars of " + namespace + " to know of each other")
                .atMost(READY_LIMIT)
                .until(this::isKnownEverywhere);
    }

    private void serve(IstioSidecar sidecar) {
        Handler<HttpServerRequest> handler = handler(sidecar);
        LoopbackServer server = LoopbackServer.start(vertx(), request -> {
            request.response().putHeader(VERSION_HEADER, sidecar.version()).putHeader(PATH_HEADER, request.path());
            handler.handle(request);
        });
        sidecars.put(sidecar.workload(), sidecar);
        servers.put(sidecar.workload(), server);
    }

    private Handler<HttpServerRequest> handler(IstioSidecar sidecar) {
        return switch (sidecar.service()) {
            case PRODUCTPAGE -> services.productpage(calls(sidecar, PATIENT));
            case REVIEWS -> services.reviews(calls(sidecar, PATIENT));
            case REVIEWS_RESILIENT -> services.resilientReviews(calls(sidecar, IMPATIENT));
            case DETAILS -> services.details();
            case RATINGS -> services.ratings();
            default -> throw new IllegalArgumentException("bookinfo has no " + sidecar.service());
        };
    }

    private SidecarCalls calls(IstioSidecar sidecar, Duration patience) {
        return new SidecarCalls(vertx(), sidecar.egress(), PORT, patience);
    }

    private void startProxy(IstioSidecar sidecar, Path directory) {
        EnvoyProxy proxy = EnvoyProxy.start(world.parts(), directory, sidecar);
        proxies.put(sidecar.workload(), proxy);
        Map<String, String> labels = Map.of("app", sidecar.service(), "namespace", namespace);
        world.prometheus().scrape(proxy.adminPort(), "/stats/prometheus", labels);
    }

    /** Istiod learns of each by a watch, so a proxy can be up before what it needs is known. */
    private boolean isKnownEverywhere() {
        return proxies.entrySet().stream().allMatch(proxy -> isKnown(sidecars.get(proxy.getKey()), proxy.getValue()));
    }

    private boolean isKnown(IstioSidecar own, EnvoyProxy proxy) {
        String listeners = LoopbackHttp.get(proxy.adminUrl() + "/listeners");
        String clusters = LoopbackHttp.get(proxy.adminUrl() + "/clusters");
        return listeners.contains(own.address() + ":" + PORT)
                && listeners.contains(own.egress() + ":" + PORT)
                && sidecars.values().stream().allMatch(other -> clusters.contains("::" + other.address() + ":" + PORT));
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public Destination destination(String service) {
        return services.destination(service);
    }

    @Override
    public EnvoyProxy proxyOf(String service) {
        return proxyOf(service, FIRST);
    }

    public EnvoyProxy proxyOf(String service, String version) {
        return proxies.get(service + "-" + version + "." + namespace);
    }

    private IstioSidecar sidecarOf(String service) {
        return sidecars.get(service + "-" + FIRST + "." + namespace);
    }

    @Override
    public String pageUrl() {
        return "http://" + sidecarOf(PRODUCTPAGE).address() + ":" + PORT + "/productpage";
    }

    @Override
    public Traffic browse(String reviews, int perSecond) {
        Traffic.Target page = new Traffic.Target(
                sidecarOf(PRODUCTPAGE).address(), PORT, "/productpage?reviews=" + reviews, PRODUCTPAGE, Map.of());
        return Traffic.start(vertx(), page, perSecond);
    }

    @Override
    public Traffic call(String origin, String destination, int perSecond) {
        return call(origin, destination, perSecond, "/", Map.of());
    }

    public Traffic call(
            String origin, String destination, int perSecond, String path, Map<String, String> requestHeaders) {
        return Traffic.start(
                vertx(), target(origin, services.destination(destination), path, requestHeaders), perSecond);
    }

    /** One call, over a connection of its own to the origin's sidecar. */
    public KeptConnection.Reply ask(
            String origin, String destination, String path, Map<String, String> requestHeaders) {
        try (KeptConnection connection = connect(origin, destination)) {
            return connection.ask(path, requestHeaders);
        }
    }

    /** From a service to another, through the sidecars of both. */
    public KeptConnection connect(String origin, String destination) {
        return connect(origin, services.destination(destination));
    }

    /** To a service of any namespace. */
    public KeptConnection connect(String origin, Destination destination) {
        return KeptConnection.to(vertx(), target(origin, destination, "/", Map.of()));
    }

    private Traffic.Target target(
            String origin, Destination destination, String path, Map<String, String> requestHeaders) {
        return new Traffic.Target(sidecarOf(origin).egress(), PORT, path, destination.toString(), requestHeaders);
    }

    /** How many the origin's sidecar has ever opened to the destination's: the same number says the same connections. */
    public long connectionsOpened(String origin, String destination) {
        String host = "|" + destination + "." + namespace + ".svc.cluster.local::";
        String total = "::cx_total::";
        return LoopbackHttp.get(proxyOf(origin).adminUrl() + "/clusters")
                .lines()
                .filter(line -> line.startsWith("outbound|") && line.contains(host) && line.contains(total))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(total) + total.length())))
                .sum();
    }

    private Vertx vertx() {
        return world.vertx();
    }

    @Override
    public void close() {
        proxies.values().forEach(proxy -> world.prometheus().forget(proxy.adminPort()));
        proxies.values().forEach(EnvoyProxy::close);
        servers.values().forEach(LoopbackServer::close);
        leaveMesh();
    }

    /** All other sidecars are told of all services. */
    private void leaveMesh() {
        try {
            world.kube().kubectl("delete", "services,workloadentries,sidecars", "--all", "-n", namespace);
        } catch (UncheckedIOException theWholeWorldEnds) {
            // Then nobody is left to be told.
        }
    }
}
