package io.glooshot.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sweeps: the leader alone, and its successor after it; and not while the API server does not answer. */
class SweepTakeOverIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration ONE_SWEEP = Duration.ofSeconds(10);
    /** Long enough for the API server to be away for a while without anybody losing it. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** More than an interval, less than the Lease lasts. */
    private static final Duration A_WHILE = Duration.ofSeconds(12);

    private static World world;
    private String namespace;

    @BeforeAll
    static void startWorld() {
        world = World.builder(Progress.toStandardOut()).istio().controllers(2).start();
        Rights.limit(world);
        for (int i = 0; i < world.controllers().size(); i++) {
            world.controllers()
                    .get(i)
                    .with("GLOOSHOT_LEADER_ELECTION_IDENTITY", "replica-" + i)
                    .with("GLOOSHOT_LEADER_ELECTION_LEASE_DURATION", LEASE.toString())
                    .with("GLOOSHOT_LEADER_ELECTION_RENEW_DEADLINE", "25s");
        }
    }

    @AfterAll
    static void endWorld() {
        world.close();
    }

    @BeforeEach
    void startReplicas() {
        world.controllers().stream().filter(replica -> !replica.alive()).forEach(ControllerProcess::start);
        await().atMost(LIMIT).until(() -> !holder().isEmpty());
        namespace = world.newNamespace("sweepers");
    }

    @Test
    void aFollowerSweepsNothingUntilItLeadsAndAThawedLeaderNothingAnyMore() {
        String leader = holder();
        ControllerProcess follower = other(leader);
        replica(leader).freeze();
        try {
            String uid = stray("frozen");
            await().during(A_WHILE).atMost(LIMIT).until(() -> routes("frozen").contains(uid));
            assertThat(holder()).isEqualTo(leader);

            await().atMost(LEASE.plus(LIMIT)).until(() -> !holder().isEmpty() && !holder().equals(leader));
            await().atMost(ONE_SWEEP.plusSeconds(10))
                    .until(() -> !routes("frozen").contains(uid));
            assertThat(metric(follower, "glooshot_drift_total\\{[^}]*kind=\"Stray\"[^}]*}"))
                    .isEqualTo(1);
        } finally {
            replica(leader).thaw();
        }
        await("the end of who has lost its Lease")
                .atMost(LIMIT)
                .until(() -> !replica(leader).alive());
        assertThat(routes("frozen")).contains("users").doesNotContain("glooshot-");
    }

    @Test
    void anApiServerThatDoesNotAnswerIsCountedAndAskedAgain() {
        ControllerProcess leader = replica(holder());
        String failed = "glooshot_sweep_seconds_count\\{[^}]*outcome=\"Failed\"[^}]*}";
        double before = metric(leader, failed);
        world.kube().freeze();
        try {
            await().atMost(A_WHILE).until(() -> metric(leader, failed) > before);
        } finally {
            world.kube().thaw();
        }

        String uid = stray("answering");

        await().atMost(ONE_SWEEP.plusSeconds(10))
                .until(() -> !routes("answering").contains(uid));
        assertThat(routes("answering")).contains("users");
        assertThat(leader.alive()).isTrue();
    }

    /** A route of an experiment that there is not, above one of the user's. */
    private String stray(String name) {
        String uid = UUID.randomUUID().toString();
        world.kube().apply("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %2$s, namespace: %1$s}
                spec:
                  hosts: [%2$s.example.org]
                  http:
                  - name: glooshot-%3$s-0
                    fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
                    route: [{destination: {host: %2$s.example.org}}]
                  - name: users
                    route: [{destination: {host: %2$s.example.org}}]
                """.formatted(namespace, name, uid));
        return uid;
    }

    private String routes(String name) {
        return world.kube()
                .mustKubectl("get", "virtualservice", name, "-n", namespace, "-o", "jsonpath={.spec.http[*].name}");
    }

    private static double metric(ControllerProcess of, String pattern) {
        String all = given().baseUri(of.httpUrl()).get("/q/metrics").asString();
        Matcher matcher = Pattern.compile(pattern + " ([0-9.E]+)").matcher(all);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    private static ControllerProcess replica(String holder) {
        return world.controllers().get(Integer.parseInt(holder.substring("replica-".length())));
    }

    private static ControllerProcess other(String holder) {
        return world.controllers().get(1 - Integer.parseInt(holder.substring("replica-".length())));
    }

    private static String holder() {
        var lease = world.kube()
                .client()
                .leases()
                .inNamespace(Rights.NAMESPACE)
                .withName("glooshot")
                .get();
        return lease == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }
}
