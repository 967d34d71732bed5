package io.glooshot.campaign;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.glooshot.api.Side;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.EnvoyBootstrap;
import io.glooshot.playground.EnvoyProxy;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Plain Envoy: one proxy with a route to each destination. What it holds is what its admin interface says is in force. */
final class EnvoyGround implements Ground {

    static final String MESH = "envoy";
    static final Duration TTL = Duration.ofSeconds(4);
    static final Duration RENEWAL = Duration.ofSeconds(1);

    private static final int PORT = 9080;
    private static final int CALLS_PER_SECOND = 5;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final World world;
    private final String namespace;
    private final HttpServer upstream;
    private final EnvoyProxy proxy;
    private final List<Traffic> traffic;
    private final Holdings holdings = new Holdings();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    EnvoyGround(World world) {
        this.world = world;
        this.namespace = world.newNamespace("campaign-envoy");
        this.upstream = world.vertx()
                .createHttpServer()
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        services().forEach(this::createService);
        EnvoyBootstrap bootstrap = EnvoyBootstrap.sidecarOf("caller." + namespace, new ServiceId(namespace, "caller"))
                .controllers(world.controllers().stream()
                        .map(ControllerProcess::grpcPort)
                        .toList());
        services().forEach(service -> bootstrap.route(destination(service), upstream.actualPort()));
        this.proxy = EnvoyProxy.start(world.parts(), world.directory("campaign-envoy"), bootstrap);
        world.prometheus()
                .scrape(proxy.adminPort(), "/stats/prometheus", Map.of("app", "caller", "namespace", namespace));
        this.traffic = services().stream()
                .map(service -> Traffic.start(
                        world.vertx(),
                        new Traffic.Target(
                                proxy.outboundPort(), "/", destination(service).toString()),
                        CALLS_PER_SECOND))
                .toList();
        looks.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void createService(String name) {
        world.kube()
                .client()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(PORT)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    private Destination destination(String service) {
        return new Destination(new ServiceId(namespace, service), PORT);
    }

    private void look() {
        try {
            Set<String> on = proxy.runtimeKeys("glooshot.").stream()
                    .map(key -> key.split("\\.")[2])
                    .collect(Collectors.toSet());
            holdings.see(on, Instant.now());
            traffic.forEach(each -> each.forgetBefore(Instant.now().minusSeconds(1)));
        } catch (RuntimeException notNow) {
            // A proxy that is away for a moment is asked again; what it held counts as held meanwhile.
        }
    }

    @Override
    public String name() {
        return MESH;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public Side side(String service) {
        return Side.Client;
    }

    @Override
    public Holdings holdings() {
        return holdings;
    }

    @Override
    public String key(Run run) {
        return run.service();
    }

    @Override
    public Duration expiry() {
        return TTL;
    }

    EnvoyProxy proxy() {
        return proxy;
    }

    @Override
    public List<String> leftovers() {
        return proxy.runtimeKeys("glooshot.").stream()
                .map(key -> "runtime key " + key)
                .toList();
    }

    @Override
    public Ground another() {
        return new EnvoyGround(world);
    }

    @Override
    public void close() {
        looks.shutdownNow();
        traffic.forEach(Traffic::close);
        proxy.close();
        upstream.close();
    }
}
