package io.glooshot.e2e;

import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.WeakHashMap;

/** The world with the controller running, as all end-to-end tests share it. */
final class EndToEnd {

    /** Short, so that a test can wait for a fault to end by itself. */
    static final Duration TTL = Duration.ofSeconds(6);

    static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);

    /** The one namespace whose Secrets the controller may read. */
    static final String WITH_SECRETS = "with-secrets";

    private static final int MOST_TRIES = 5;
    private static final Map<World, EndToEnd> STARTED = new WeakHashMap<>();

    private final World world;
    private final PrometheusFront front;

    private EndToEnd(World world) {
        this.world = world;
        this.front = new PrometheusFront(world.vertx(), world.prometheus().url());
    }

    static synchronized EndToEnd on(World world) {
        EndToEnd endToEnd = STARTED.computeIfAbsent(world, EndToEnd::start);
        endToEnd.ensureRunning();
        return endToEnd;
    }

    private static EndToEnd start(World world) {
        EndToEnd endToEnd = new EndToEnd(world);
        Mesh mesh = new Mesh();
        mesh.getMetadata().setName("envoy");
        mesh.setSpec(new MeshSpec(MeshType.Envoy, null, null));
        world.kube().client().resource(mesh).create();
        world.kube().mustKubectl("create", "namespace", WITH_SECRETS);
        Rights.limit(world);
        allowSecrets(world);
        world.controller()
                .with("GLOOSHOT_SECRETS_NAMESPACES", WITH_SECRETS)
                .with("GLOOSHOT_SECRETS_REFRESH", "500ms")
                .with("GLOOSHOT_PROMETHEUS_URL", endToEnd.front.url())
                // As that of a container that is restarted in its pod.
                .with("GLOOSHOT_LEADER_ELECTION_IDENTITY", "controller")
                .with("GLOOSHOT_POLL_TIMEOUT", POLL_TIMEOUT.toString())
                .with("GLOOSHOT_RUN_PROOF_TIMEOUT", "5s")
                .with("GLOOSHOT_DISCOVERY_INTERVAL", "500ms")
                .with("GLOOSHOT_ENVOY_TTL", TTL.toString())
                .with("GLOOSHOT_ENVOY_RENEWAL", "2s");
        return endToEnd;
    }

    /** The one right that no role of an installation gives: docs/data-sources.md. */
    private static void allowSecrets(World world) {
        world.kube().apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: glooshot-secrets, namespace: %1$s}
                rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: glooshot-secrets, namespace: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: glooshot-secrets}
                subjects: [{kind: ServiceAccount, name: glooshot-controller, namespace: %2$s}]
                """.formatted(WITH_SECRETS, Rights.NAMESPACE));
    }

    /** What a test before may have stopped is running again. */
    void ensureRunning() {
        front.behave(PrometheusFront.Mode.PASS);
        for (int tries = 1; !controller().alive(); tries++) {
            startController(tries == MOST_TRIES);
        }
    }

    /** A start can fail while the API server is only just back; whoever runs the container tries again. */
    private void startController(boolean last) {
        try {
            controller().start();
        } catch (IllegalStateException ended) {
            if (last) {
                throw ended;
            }
        }
    }

    ControllerProcess controller() {
        return world.controller();
    }

    /** When the leader last showed itself. */
    Instant leaseRenewal() {
        return world.kube()
                .client()
                .leases()
                .inNamespace(Rights.NAMESPACE)
                .withName("glooshot")
                .get()
                .getSpec()
                .getRenewTime()
                .toInstant();
    }

    /** Between the controller and Prometheus. */
    PrometheusFront front() {
        return front;
    }

    User user(String namespace) {
        return new User(world, namespace);
    }
}
