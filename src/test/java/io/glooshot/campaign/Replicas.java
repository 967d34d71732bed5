package io.glooshot.campaign;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.glooshot.mesh.contract.ApiFront;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Two controllers, of which one leads. Whichever ends is started again at once, as a cluster does it. */
public final class Replicas implements AutoCloseable {

    static final int COUNT = 2;
    /** For one more, which is not started with the others. */
    static final int WITH_SPARE = COUNT + 1;

    /** Short, so that a take-over takes seconds. */
    public static final Duration LEASE = Duration.ofSeconds(5);

    static final String LEASE_NAMESPACE = "default";
    private static final String LEASE_NAME = "glooshot";
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration PULSE = Duration.ofMillis(200);
    static final String SMALL = small("128m");

    private final World world;
    private final List<Replica> all;
    private final Replica spare;
    private final ScheduledExecutorService kubelet = Executors.newScheduledThreadPool(COUNT);
    private volatile boolean wanted = true;

    Replicas(World world) {
        this.world = world;
        this.all = IntStream.range(0, COUNT)
                .mapToObj(i -> replica("replica-" + i, world.controllers().get(i)))
                .toList();
        this.spare = replica("spare", world.controllers().get(COUNT));
        spare.process().with("GLOOSHOT_LEADER_ELECTION_LEASE_NAME", "another");
        all.forEach(replica ->
                kubelet.scheduleWithFixedDelay(() -> tend(replica), 0, PULSE.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** How a JVM starts that shares a machine with many others. */
    static String small(String heap) {
        return "-XX:+UseSerialGC -Xmx%s -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError".formatted(heap);
    }

    private Replica replica(String name, ControllerProcess process) {
        ApiFront front = ApiFront.before(world.kube().client(), world.vertx());
        configure(process, name, front);
        return new Replica(name, process, front);
    }

    private void configure(ControllerProcess process, String name, ApiFront front) {
        process.with("KUBECONFIG", kubeconfig(name, front).toString())
                .with("JAVA_TOOL_OPTIONS", SMALL)
                .with("GLOOSHOT_LEADER_ELECTION_IDENTITY", name)
                .with("GLOOSHOT_LEADER_ELECTION_LEASE_NAMESPACE", LEASE_NAMESPACE)
                .with("GLOOSHOT_LEADER_ELECTION_LEASE_DURATION", LEASE.toString())
                .with("GLOOSHOT_LEADER_ELECTION_RENEW_DEADLINE", "4s")
                .with("GLOOSHOT_LEADER_ELECTION_RETRY_PERIOD", "500ms")
                .with("GLOOSHOT_POLL_TIMEOUT", "5s")
                .with("GLOOSHOT_RUN_PROOF_TIMEOUT", "2s")
                .with("GLOOSHOT_RUN_CLOSING", "3s")
                .with("GLOOSHOT_DISCOVERY_INTERVAL", "1s")
                .with("GLOOSHOT_ENVOY_TTL", EnvoyGround.TTL.toString())
                .with("GLOOSHOT_ENVOY_RENEWAL", EnvoyGround.RENEWAL.toString())
                .with("GLOOSHOT_ISTIO_CONVERGENCE", IstioGround.CONVERGENCE.toString());
    }

    private Path kubeconfig(String name, ApiFront front) {
        try {
            return Files.writeString(world.directory("campaign").resolve(name + ".kubeconfig"), front.kubeconfig());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tend(Replica replica) {
        try {
            if (wanted && !replica.process().alive()) {
                replica.process().start();
            }
        } catch (RuntimeException notYet) {
            // It ended early, as it does without an API server: the next pulse tries again.
        }
    }

    public List<Replica> all() {
        return all;
    }

    /** Whoever the Lease names; empty while nobody leads. */
    public Optional<Replica> leader() {
        return Optional.ofNullable(lease().get())
                .map(Lease::getSpec)
                .map(LeaseSpec::getHolderIdentity)
                .flatMap(holder ->
                        all.stream().filter(each -> each.name().equals(holder)).findFirst())
                .filter(replica -> replica.process().alive());
    }

    Resource<Lease> lease() {
        return world.kube().client().leases().inNamespace(LEASE_NAMESPACE).withName(LEASE_NAME);
    }

    /** A controller with a Lease of its own, not started: it leads beside whoever leads. */
    ControllerProcess spare() {
        return spare.process();
    }

    public Replica awaitLeader() {
        return await("a leader")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(this::leader, Optional::isPresent)
                .orElseThrow();
    }

    /** As when they are scaled to zero: whoever ends from now on stays away. */
    public void scaleToZero() {
        wanted = false;
    }

    /** The opposite. */
    public void scaleUp() {
        wanted = true;
    }

    /** With what they are to be started with by now. */
    void restartAll() {
        scaleToZero();
        all.forEach(replica -> replica.process().stop());
        awaitReady();
    }

    /** All are up, and one leads. */
    void awaitReady() {
        scaleUp();
        await("all controllers to be up")
                .atMost(LIMIT)
                .until(() -> all.stream().allMatch(replica -> replica.process().alive()));
        awaitLeader();
    }

    @Override
    public void close() {
        kubelet.shutdownNow();
        all.forEach(replica -> replica.process().close());
        all.forEach(replica -> replica.front().close());
        spare.process().close();
        spare.front().close();
    }
}
