package io.glooshot.campaign;

import io.glooshot.playground.World;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** A part that everything depends on is killed, and comes back after a while with all that it had stored. */
final class Outage implements Disturbance {

    /** A leader that lost its Lease has ended, another leads, and a removal that failed is tried again; on a busy machine. */
    private static final Duration AFTERWARDS = LeaderKilled.TAKE_OVER.plusSeconds(15);

    /**
     * @param mesh whose part it is
     * @param isTrue reasons of an end that are true when it was away
     */
    private record Part(
            String name,
            String what,
            Optional<String> mesh,
            Consumer<World> down,
            Consumer<World> up,
            Set<String> isTrue) {}

    private final Part part;
    private final Duration shortest;
    private final Duration longest;
    /** From the kill until it answers again, which a busy machine makes longer than was meant. */
    private volatile Duration outage = Duration.ZERO;

    private Outage(Part part, Duration shortest, Duration longest) {
        this.part = part;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Away for so long at times that no reading is good any more when the next leader begins. */
    static Outage ofApiServer() {
        return new Outage(
                new Part(
                        "api-server-down",
                        "API server killed and started again",
                        Optional.empty(),
                        world -> world.kube().stop(),
                        world -> world.kube().start(),
                        Blindness.WITHOUT_API_SERVER),
                Duration.ofSeconds(1),
                Duration.ofSeconds(12));
    }

    static Outage ofEtcd() {
        return new Outage(
                new Part(
                        "etcd-restarted",
                        "etcd killed and started again",
                        Optional.empty(),
                        world -> world.kube().killEtcd(),
                        world -> world.kube().startEtcd(),
                        Blindness.WITHOUT_API_SERVER),
                Duration.ofSeconds(1),
                Duration.ofSeconds(8));
    }

    /**
     * Istio's objects cannot be written meanwhile, since its webhook has to allow that: a start is tried again for some
     * seconds, and then given up.
     */
    static Outage ofIstiod() {
        return new Outage(
                new Part(
                        "istiod-down",
                        "istiod killed and started again",
                        Optional.of(IstioGround.MESH),
                        world -> world.istio().kill(),
                        world -> world.istio().start(),
                        Set.of("AdmissionWebhookUnavailable")),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10));
    }

    @Override
    public String name() {
        return part.name();
    }

    @Override
    public String what() {
        return part.what();
    }

    @Override
    public boolean isPossible(Scene scene) {
        return part.mesh().isEmpty()
                || scene.grounds().stream()
                        .map(Ground::name)
                        .anyMatch(part.mesh().get()::equals);
    }

    @Override
    public Duration begins(Blow blow) {
        // Whoever creates an experiment needs the API server as well.
        return launch().spread().plus(blow.between(Duration.ofMillis(300), Duration.ofSeconds(5)));
    }

    @Override
    public void strike(Blow blow) {
        Launched.awaitAll(blow, this);
        Duration length = blow.between(shortest, longest);
        long start = System.nanoTime();
        part.down().accept(blow.scene().world());
        try {
            blow.goOn(length);
        } finally {
            part.up().accept(blow.scene().world());
            awaitApi(blow.scene().world());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            outage = took.compareTo(outage) > 0 ? took : outage;
        }
    }

    private static void awaitApi(World world) {
        Awaitility.await("the API server to answer again")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() ->
                        world.kube().client().namespaces().withName("default").get() != null);
    }

    @Override
    public Set<String> reasons() {
        return part.isTrue();
    }

    /** Where faults are objects in the API server, none can be taken off while it is away. */
    @Override
    public Duration longestOverrun(Ground ground) {
        Duration back = outage.plus(AFTERWARDS);
        return ground.expiry().compareTo(back) < 0 ? ground.expiry() : back;
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(150);
    }
}
