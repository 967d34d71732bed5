package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.experiment.ServiceId;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.EnvoyBootstrap;
import io.glooshot.playground.EnvoyProxy;
import io.glooshot.playground.LoopbackPorts;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Test users and all others, side by side on plain Envoy proxies: only the former are ever hurt. */
@ExtendWith(SharedWorld.class)
class EnvoyMatchRunIT {

    private static final int RATE = 100;
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static User user;

    private Traffic testers;
    private Traffic others;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("match"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @BeforeEach
    void startTraffic() {
        endToEnd.ensureRunning();
        testers = callsOf("test-1");
        others = callsOf("jason");
    }

    private static Traffic callsOf(String name) {
        Traffic.Target target = new Traffic.Target(
                "127.0.0.1",
                bookinfo.proxyOf("reviews").outboundPort(),
                "/ratings/0?of=" + name,
                bookinfo.destination("ratings").toString(),
                Map.of("end-user", name));
        return Traffic.start(world.vertx(), target, RATE);
    }

    @AfterEach
    void nobodyElseWasHurt() {
        testers.close();
        others.close();
        assertThat(others.answers()).isNotEmpty().noneMatch(EnvoyMatchRunIT::isHurt);
        endToEnd.ensureRunning();
    }

    @Test
    void hurtsTestUsersOnlyAndCountsThem() {
        start("testers", "6s");
        Instant on = Instant.now();

        ExperimentStatus status = user.awaitState("testers", State.Succeeded);

        Instant off = Instant.parse(user.report("testers").getSpec().timeRemoved());
        assertThat(testers.between(on, off.minusSeconds(1)))
                .hasSizeGreaterThan(100)
                .allMatch(EnvoyMatchRunIT::isHurt);
        await().until(() ->
                testers.since(Instant.now().minusSeconds(1)).stream().noneMatch(EnvoyMatchRunIT::isHurt));
        assertThat(user.report("testers").getSpec().faultedRequests()).isGreaterThan(100);
        assertThat(status.conditions())
                .anyMatch(condition -> condition.getType().equals("FaultObserved")
                        && condition.getStatus().equals("True"));
    }

    @Test
    void nobodyIsHurtBeyondTheTtlWhenTheControllerIsKilled() {
        start("killed", "5m");

        endToEnd.controller().kill();
        Instant killed = Instant.now();

        await().atMost(Duration.ofSeconds(30)).until(this::isClean);
        Instant last = testers.last(EnvoyMatchRunIT::isHurt).orElseThrow().sent();
        assertThat(last).isBetween(killed, killed.plus(EndToEnd.TTL).plus(SLACK));

        endToEnd.controller().start();
        user.kubectl("delete", "experiment", "killed", "--timeout=30s");
        await().until(this::isClean);
    }

    @Test
    void touchesNothingWhenOneProxyCannotTellTheCalls() {
        EnvoyBootstrap older = EnvoyBootstrap.sidecarOf("older-1", new ServiceId(bookinfo.namespace(), "older"))
                .withoutMatchFilters()
                .route(bookinfo.destination("ratings"), LoopbackPorts.take())
                .controllers(List.of(endToEnd.controller().grpcPort()));
        try (EnvoyProxy proxy = EnvoyProxy.start(world.parts(), world.directory(bookinfo.namespace()), older)) {
            user.apply("unable", spec("", "5m"));

            ExperimentStatus status = user.awaitState("unable", State.Aborted);

            assertThat(status.reason()).isEqualTo("NoMatchFilter");
            assertThat(status.message()).contains(proxy.workload(), "envoy-config");
            assertThat(status.timeStarted()).isNull();
            assertThat(status.heldBy()).isEmpty();
            assertThat(testers.answers()).isNotEmpty().noneMatch(EnvoyMatchRunIT::isHurt);
        }
    }

    @Test
    void refusesAPathThatCouldBeTakenFromAQuery() {
        user.apply("query", """
                duration: 5m
                faults:
                - destinationServices: [{name: ratings}]
                  match: {path: {regex: '/ratings/0\\?of=.*'}}
                  fault: {abort: {httpStatus: 418}}
                """);

        ExperimentStatus status = user.awaitState("query", State.Aborted);

        assertThat(status.reason()).isEqualTo("NotSupported");
        assertThat(status.message()).contains("Mesh envoy ", "spec.faults[0].match.path.regex");
        assertThat(status.timeStarted()).isNull();
    }

    private void start(String name, String duration) {
        user.apply(name, spec("originServices: [{name: reviews}]", duration));
        user.awaitInjected(name);
        await().until(() -> testers.answers().stream().anyMatch(EnvoyMatchRunIT::isHurt));
    }

    /** As good as one second of calls, none of them hit. */
    private boolean isClean() {
        var lately = testers.since(Instant.now().minusSeconds(2));
        return lately.size() > 100 && lately.stream().noneMatch(EnvoyMatchRunIT::isHurt);
    }

    private static boolean isHurt(Traffic.Answer answer) {
        return answer.status() == 418;
    }

    private static String spec(String origins, String duration) {
        return """
                duration: %s
                faults:
                - destinationServices: [{name: ratings}]
                  %s
                  match:
                    headers: [{name: end-user, prefix: test-}]
                    path: {regex: '/ratings/[0-9]+'}
                    method: GET
                  fault: {abort: {httpStatus: 418}}
                failureConditions:
                - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                """.formatted(duration, origins);
    }
}
