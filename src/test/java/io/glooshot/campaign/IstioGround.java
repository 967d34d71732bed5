package io.glooshot.campaign;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.glooshot.api.Side;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Istio: what it holds is what its objects in the API say, watched as they change. A third of the destinations has a
 * VirtualService of the user's, a third has none, and a third is faulted at the server's side.
 */
final class IstioGround implements Ground {

    static final String MESH = "istio";
    static final Duration CONVERGENCE = Duration.ofSeconds(1);

    private static final int PORT = 9080;

    private final World world;
    private final String namespace;
    private final Holdings holdings = new Holdings();
    private final List<SharedIndexInformer<GenericKubernetesResource>> informers;

    IstioGround(World world) {
        this.world = world;
        this.namespace = world.newNamespace("campaign-istio");
        world.kube().apply(services().stream().map(this::manifests).collect(Collectors.joining("---\n")));
        this.informers = IstioObjects.KINDS.stream()
                .map(kind -> world.kube()
                        .client()
                        .genericKubernetesResources(kind)
                        .inAnyNamespace()
                        .runnableInformer(0))
                .toList();
        informers.forEach(informer -> informer.addEventHandler(new Look()));
        informers.forEach(informer -> informer.start().toCompletableFuture().join());
    }

    private String manifests(String service) {
        String manifest = """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: %2$s, labels: {app: %1$s}}
                spec: {selector: {app: %1$s}, ports: [{name: http, port: %3$d}]}
                """.formatted(service, namespace, PORT);
        return hasRoutesOfTheUser(service) ? manifest + """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %1$s, namespace: %2$s, labels: {team: shop}, annotations: {note: by hand}}
                spec:
                  hosts: [%1$s]
                  http:
                  - name: testers
                    match: [{headers: {x-tester: {exact: "yes"}}}]
                    timeout: 3s
                    route: [{destination: {host: %1$s, subset: next}, headers: {request: {set: {x-next: "1"}}}}]
                  - retries: {attempts: 2, perTryTimeout: 1s}
                    route: [{destination: {host: %1$s}, weight: 90}, {destination: {host: %1$s, subset: next}, weight: 10}]
                """.formatted(service, namespace) : manifest;
    }

    private boolean hasRoutesOfTheUser(String service) {
        return services().indexOf(service) % 3 == 0;
    }

    /** All that is on now: the whole of it, since an event can be late but never out of line with the store. */
    private void look() {
        Set<String> on = informers.stream()
                .map(SharedIndexInformer::getStore)
                .flatMap(store -> store.list().stream())
                .flatMap(object -> IstioObjects.faulting(object).stream())
                .collect(Collectors.toSet());
        holdings.see(on, Instant.now());
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
        return services().indexOf(service) % 3 == 2 ? Side.Server : Side.Client;
    }

    @Override
    public Holdings holdings() {
        return holdings;
    }

    @Override
    public String key(Run run) {
        return run.uid();
    }

    /** Never. */
    @Override
    public Duration expiry() {
        return Duration.ofDays(1);
    }

    @Override
    public List<String> leftovers() {
        return informers.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .flatMap(object ->
                        IstioObjects.ours(object).stream().map(uid -> IstioObjects.describe(object) + " of " + uid))
                .toList();
    }

    @Override
    public Ground another() {
        return new IstioGround(world);
    }

    @Override
    public void close() {
        Stream.of(informers).flatMap(List::stream).forEach(SharedIndexInformer::close);
    }

    private final class Look implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource object) {
            look();
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
            look();
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean isStateUnknown) {
            look();
        }
    }
}
