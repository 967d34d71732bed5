package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.Progress;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of two replicas, one follows; what the leader has begun, the other ends. With the Lease as it is by default. */
class TakeOverIT {

    private static final Duration LONGEST_TAKE_OVER = Duration.ofSeconds(20);
    private static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(6);
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static World world;
    private static Bookinfo bookinfo;
    private static User user;

    private Traffic traffic;

    @BeforeAll
    static void startBookinfo() {
        world = World.builder(Progress.toStandardOut())
                .scrapeInterval(Duration.ofMillis(200))
                .controllers(2)
                .start();
        Mesh mesh = new Mesh();
        mesh.getMetadata().setName("envoy");
        mesh.setSpec(new MeshSpec(MeshType.Envoy, null, null));
        world.kube().client().resource(mesh).create();
        Rights.limit(world);
        List<ControllerProcess> replicas = world.controllers();
        for (int i = 0; i < replicas.size(); i++) {
            replicas.get(i).with("GLOOSHOT_LEADER_ELECTION_IDENTITY", "replica-" + i);
        }
        bookinfo = world.bookinfo(world.newNamespace("take-over"));
        user = new User(world, bookinfo.namespace());
    }

    @AfterAll
    static void endWorld() {
        world.close();
    }

    @BeforeEach
    void startReplicas() {
        world.controllers().stream().filter(replica -> !replica.alive()).forEach(ControllerProcess::start);
        await().atMost(Duration.ofSeconds(30)).until(() -> !holder().isEmpty());
        traffic = bookinfo.call("reviews", "ratings", 100);
    }

    @AfterEach
    void stopTraffic() {
        traffic.close();
    }

    @Test
    void aLeaderThatEndsHandsOverAtOnceAndItsFaultsStayOn() {
        String leader = holder();
        start("handed-over", "25s");

        Instant told = Instant.now();
        replica(leader).stop();

        awaitHolderOtherThan(leader);
        assertThat(Duration.between(told, Instant.now())).isLessThan(LONGEST_HAND_OVER);
        ExperimentStatus status = user.awaitEnd("handed-over");
        assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
        Instant deadline = Instant.parse(status.deadline());
        assertThat(lastFaulted()).isBetween(deadline.minus(SLACK), deadline.plus(SLACK));
        assertThat(traffic.since(told).stream()
                        .filter(answer -> answer.sent().isBefore(deadline.minus(SLACK)))
                        .filter(answer -> answer.status() != 418))
                .isEmpty();
        assertThat(user.report("handed-over").getSpec().resumed()).isTrue();
    }

    @Test
    void aLeaderThatIsKilledIsReplacedBeforeItsFaultsLapse() {
        String leader = holder();
        start("taken-over", "40s");

        Instant killed = Instant.now();
        replica(leader).kill();

        awaitHolderOtherThan(leader);
        assertThat(Duration.between(killed, Instant.now())).isLessThan(LONGEST_TAKE_OVER);
        ExperimentStatus status = user.awaitEnd("taken-over");
        assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
        Instant deadline = Instant.parse(status.deadline());
        assertThat(lastFaulted()).isBetween(deadline.minus(SLACK), deadline.plus(SLACK));
    }

    @Test
    void aFollowerThatEndsTakesNothingFromTheLeader() {
        String leader = holder();
        start("undisturbed", "12s");

        world.controllers().stream()
                .filter(replica -> replica != replica(leader))
                .forEach(ControllerProcess::stop);

        ExperimentStatus status = user.awaitEnd("undisturbed");
        assertThat(status.state()).as(status.message()).isEqualTo(State.Succeeded);
        assertThat(holder()).isEqualTo(leader);
        assertThat(user.report("undisturbed").getSpec().resumed()).isNotEqualTo(true);
    }

    @Test
    void theLastReplicaClearsTheLeaseAndTheNextNeedNotWait() {
        world.controllers().forEach(ControllerProcess::stop);
        assertThat(holder()).as(TakeOverIT::logs).isEmpty();

        Instant started = Instant.now();
        world.controllers().get(0).start();

        await().atMost(LONGEST_TAKE_OVER).until(() -> holder().equals("replica-0"));
        assertThat(lease().getRenewTime().toInstant()).isAfter(started);
    }

    private void start(String name, String duration) {
        user.apply(name, """
                duration: %s
                faults:
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 418}}
                failureConditions:
                - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                """.formatted(duration));
        user.awaitInjected(name);
        await().until(() -> traffic.answers().stream().anyMatch(answer -> answer.status() == 418));
    }

    private static String logs() {
        return world.controllers().stream().map(TakeOverIT::log).collect(Collectors.joining());
    }

    private static String log(ControllerProcess replica) {
        try {
            return Files.readString(replica.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitHolderOtherThan(String leader) {
        await().atMost(LONGEST_TAKE_OVER)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !holder().isEmpty() && !holder().equals(leader));
    }

    private static ControllerProcess replica(String holder) {
        return world.controllers().get(Integer.parseInt(holder.substring("replica-".length())));
    }

    /** Empty while nobody leads. */
    private static String holder() {
        LeaseSpec lease = lease();
        return lease == null || lease.getHolderIdentity() == null ? "" : lease.getHolderIdentity();
    }

    private static LeaseSpec lease() {
        var lease = world.kube()
                .client()
                .leases()
                .inNamespace(Rights.NAMESPACE)
                .withName("glooshot")
                .get();
        return lease == null ? null : lease.getSpec();
    }

    private Instant lastFaulted() {
        return traffic.last(answer -> answer.status() == 418).orElseThrow().sent();
    }
}
