package io.glooshot.playground;

import static io.glooshot.playground.BookinfoServices.DETAILS;
import static io.glooshot.playground.BookinfoServices.IMPATIENT;
import static io.glooshot.playground.BookinfoServices.PATIENT;
import static io.glooshot.playground.BookinfoServices.PORT;
import static io.glooshot.playground.BookinfoServices.PRODUCTPAGE;
import static io.glooshot.playground.BookinfoServices.RATINGS;
import static io.glooshot.playground.BookinfoServices.REVIEWS;
import static io.glooshot.playground.BookinfoServices.REVIEWS_RESILIENT;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.glooshot.experiment.Destination;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The sample application in one namespace: productpage calls details and reviews, reviews and reviews-resilient call
 * ratings, each caller through an Envoy of its own. Its Services exist in Kubernetes too.
 */
public final class Bookinfo implements Bookshop {
    private static final List<String> SERVICES = List.of(PRODUCTPAGE, DETAILS, REVIEWS, REVIEWS_RESILIENT, RATINGS);

    private final World world;
    private final String namespace;
    private final BookinfoServices services;
    private final Map<String, LoopbackServer> servers = new LinkedHashMap<>();
    private final Map<String, EnvoyBootstrap> sidecars = new LinkedHashMap<>();
    private final Map<String, EnvoyProxy> proxies = new ConcurrentHashMap<>();

    private Bookinfo(World world, String namespace) {
        this.world = world;
        this.namespace = namespace;
        this.services = new BookinfoServices(namespace);
    }

    static Bookinfo start(World world, String namespace) {
        Bookinfo bookinfo = new Bookinfo(world, namespace);
        try {
            bookinfo.startAll();
            return bookinfo;
        } catch (RuntimeException e) {
            bookinfo.close();
            throw e;
        }
    }

    private void startAll() {
        serve(RATINGS, services.ratings());
        serve(DETAILS, services.details());
        serveBesideSidecar(REVIEWS, PATIENT, services::reviews, RATINGS);
        serveBesideSidecar(REVIEWS_RESILIENT, IMPATIENT, services::resilientReviews, RATINGS);
        serveBesideSidecar(PRODUCTPAGE, PATIENT, services::productpage, DETAILS, REVIEWS, REVIEWS_RESILIENT);
        SERVICES.forEach(this::createService);
        Path directory = world.directory("bookinfo-" + namespace);
        CompletableFuture<?>[] starting = sidecars.keySet().stream()
                .map(service -> CompletableFuture.runAsync(
                        () -> startProxy(service, directory), command -> new Thread(command).start()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(starting).join();
    }

    /** Without a controller each waits a second for its runtime layers, so they wait together. */
    private void startProxy(String service, Path directory) {
        EnvoyProxy proxy = EnvoyProxy.start(world.parts(), directory, sidecars.get(service));
        proxies.put(service, proxy);
        Map<String, String> labels = Map.of("app", service, "namespace", namespace);
        world.prometheus().scrape(proxy.adminPort(), "/stats/prometheus", labels);
    }

    private void serve(String service, Handler<HttpServerRequest> handler) {
        servers.put(service, LoopbackServer.start(vertx(), handler));
    }

    private void serveBesideSidecar(
            String service,
            Duration patience,
            Function<SidecarCalls, Handler<HttpServerRequest>> handler,
            String... dependencies) {
        EnvoyBootstrap sidecar = EnvoyBootstrap.sidecarOf(
                        service + "-1." + namespace,
                        services.destination(service).service())
                .controllers(world.controllerPorts());
        for (String dependency : dependencies) {
            sidecar.route(
                    services.destination(dependency), servers.get(dependency).port());
        }
        sidecars.put(service, sidecar);
        serve(service, handler.apply(new SidecarCalls(vertx(), sidecar.outboundPort(), patience)));
    }

    /** Kubernetes accepts no loopback address as an endpoint, so the Services select nothing that exists. */
    private void createService(String name) {
        world.kube()
                .client()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", name)
                        .addNewPort()
                        .withName("http")
                        .withPort(PORT)
                        .endPort()
                        .endSpec()
                        .build())
                .forceConflicts()
                .serverSideApply();
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
        return proxies.get(service);
    }

    @Override
    public String pageUrl() {
        return servers.get(PRODUCTPAGE).url() + "/productpage";
    }

    @Override
    public Traffic browse(String reviews, int perSecond) {
        int port = servers.get(PRODUCTPAGE).port();
        return Traffic.start(
                vertx(), new Traffic.Target(port, "/productpage?reviews=" + reviews, PRODUCTPAGE), perSecond);
    }

    @Override
    public Traffic call(String origin, String destination, int perSecond) {
        int port = sidecars.get(origin).outboundPort();
        return Traffic.start(
                vertx(),
                new Traffic.Target(port, "/", services.destination(destination).toString()),
                perSecond);
    }

    private Vertx vertx() {
        return world.vertx();
    }

    @Override
    public void close() {
        proxies.values().forEach(proxy -> world.prometheus().forget(proxy.adminPort()));
        proxies.values().forEach(EnvoyProxy::close);
        servers.values().forEach(LoopbackServer::close);
    }
}
