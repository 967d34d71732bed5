package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Report;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.KeptConnection;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real traffic through sidecars that istiod configures: who is hurt, how, how often, and until when. */
@ExtendWith(SharedIstioWorld.class)
class IstioFaultIT {

    private static final int RATE = 100;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Until a change in the API server has reached the proxies. */
    private static final Duration PUSH = Duration.ofSeconds(2);

    private World world;
    private IstioEndToEnd endToEnd;
    private IstioBookinfo bookinfo;
    private User user;

    @BeforeEach
    void start(World world) {
        this.world = world;
        endToEnd = IstioEndToEnd.on(world);
        bookinfo = world.istioBookinfo(world.newNamespace("istio-fault"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterEach
    void stop() {
        bookinfo.close();
    }

    @Test
    void failsWhenAFragileServiceBreaksAndHurtsNoOtherCaller() {
        try (Traffic traffic = bookinfo.browse("reviews", RATE);
                Traffic others = bookinfo.call("reviews-resilient", "ratings", RATE)) {
            await().atMost(LIMIT)
                    .until(() -> world.prometheus()
                                    .query(
                                            "min(sum by (reporter) (rate(istio_requests_total{destination_service_name=\"reviews\",destination_service_namespace=\"%s\"}[5s])))"
                                                    .formatted(bookinfo.namespace()))
                                    .orElse(0)
                            > 1);
            user.apply("fragile", """
                    targetMesh: {name: istio}
                    duration: 1m
                    faults:
                    - originServices: [{name: reviews}]
                      destinationServices: [{name: ratings, port: 9080}]
                      fault: {abort: {httpStatus: 500}}
                    failureConditions:
                    - name: reviews-answers
                      trigger:
                        prometheus:
                          successRate: {service: {name: reviews, port: 9080}, interval: 5s}
                          comparisonOperator: <
                          thresholdValue: 0.9
                    """);
            ExperimentStatus status = user.awaitState("fragile", State.Failed);
            Instant off = Instant.now().plus(PUSH);
            await().atMost(LIMIT).until(() -> traffic.since(off).size() > RATE);

            Report report = user.report("fragile");
            assertThat(status.reason()).isEqualTo("ConditionMet");
            assertThat(report.getSpec().faultedRequests()).isPositive();
            assertThat(report.getSpec().stopLatency()).hasNoNullFieldsOrPropertiesExcept("clockSkew");
            assertThat(status.conditions())
                    .anyMatch(condition -> condition.getType().equals("FaultObserved")
                            && condition.getStatus().equals("True"));
            Instant started = Instant.parse(report.getSpec().timeStarted());
            assertThat(traffic.answers().stream()
                            .filter(answer -> answer.received().isBefore(started)))
                    .isNotEmpty()
                    .allMatch(answer -> answer.status() == 200);
            assertThat(traffic.since(started)).anyMatch(answer -> answer.status() == 500);
            assertThat(traffic.since(off)).allMatch(answer -> answer.status() == 200);
            assertThat(others.answers()).isNotEmpty().allMatch(answer -> answer.status() == 200);
            endToEnd.assertNothingLeft(report.getSpec().experimentUid());
        }
    }

    @Test
    void hitsAsManyCallsAsWereAskedFor() {
        try (Traffic traffic = bookinfo.call("reviews", "ratings", 500)) {
            user.apply("share", """
                    duration: 5m
                    faults:
                    - destinationServices: [{name: ratings}]
                      fault: {abort: {httpStatus: 418, percentage: 25}, delay: {duration: 200ms, percentage: 50}}
                    """);
            user.awaitInjected("share");
            // A push of istiod takes as long as the machine lets it.
            await().atMost(LIMIT).until(() -> traffic.answers().stream().anyMatch(answer -> answer.status() == 418));
            Instant on = Instant.now().plus(PUSH);
            await().atMost(LIMIT).until(() -> traffic.since(on).size() > 4_000);
            user.kubectl("patch", "experiment", "share", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
            user.awaitState("share", State.Aborted);

            double all = traffic.since(on).stream()
                    .filter(answer -> answer.sent().isBefore(on.plusSeconds(7)))
                    .count();
            Instant end = on.plusSeconds(7);
            double aborted = traffic.between(on, end).stream()
                    .filter(answer -> answer.status() == 418)
                    .count();
            double delayed = traffic.between(on, end).stream()
                    // A busy proxy counts a delay from when it last looked at the clock, so it can be shorter.
                    .filter(answer -> answer.latency().toMillis() >= 150)
                    .count();
            // Four standard deviations.
            assertThat(aborted / all).isCloseTo(0.25, within(4 * Math.sqrt(0.25 * 0.75 / all)));
            assertThat(delayed / all).isCloseTo(0.5, within(4 * Math.sqrt(0.5 * 0.5 / all) + 0.02));
        }
    }

    @Test
    void hurtsOnlyRequestsThatMatch() {
        user.apply("matched", """
                duration: 5m
                faults:
                - destinationServices: [{name: ratings}]
                  match:
                    headers: [{name: end-user, regex: "jason|.*-test"}]
                    path: {prefix: /ratings}
                    method: GET
                  fault: {abort: {httpStatus: 503}}
                """);
        user.awaitInjected("matched");
        await().atMost(LIMIT).until(() -> ask("/ratings/1?all=yes", "jason").status() == 503);

        assertThat(ask("/ratings/2", "anna-test").status()).isEqualTo(503);
        assertThat(ask("/ratings/2", "anna").status()).isEqualTo(200);
        assertThat(ask("/reviews/2", "jason").status()).isEqualTo(200);
        assertThat(bookinfo.ask("reviews", "ratings", "/ratings/1", Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    void breaksAtTheServerSideOnConnectionsThatAreOpen() {
        try (KeptConnection connection = bookinfo.connect("reviews", "ratings");
                KeptConnection other = bookinfo.connect("productpage", "details")) {
            assertThat(connection.ask().status()).isEqualTo(200);
            assertThat(other.ask().status()).isEqualTo(200);
            user.apply("server-side", """
                    duration: 5m
                    faults:
                    - destinationServices: [{name: ratings}]
                      side: Server
                      fault: {abort: {httpStatus: 418}}
                    """);
            user.awaitInjected("server-side");
            await().atMost(LIMIT).until(() -> connection.ask().status() == 418);
            assertThat(other.ask().status()).isEqualTo(200);
            assertThat(user.kubectl("get", "virtualservices", "-o", "name").stdout())
                    .isEmpty();

            user.kubectl("patch", "experiment", "server-side", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}");
            ExperimentStatus status = user.awaitState("server-side", State.Aborted);
            assertThat(connection.ask().status()).isEqualTo(200);
            assertThat(Duration.between(
                            Instant.parse(status.verdict().time()),
                            Instant.parse(user.report("server-side").getSpec().timeRemoved())))
                    .isGreaterThanOrEqualTo(IstioEndToEnd.CONVERGENCE);
            endToEnd.assertNothingLeft(user.report("server-side").getSpec().experimentUid());
        }
    }

    @Test
    void selectsServicesByTheirLabelsAndKeepsToWhatItFoundAtTheStart() {
        user.kubectl("label", "service", "ratings", "tier=backend");
        user.apply("selected", """
                duration: 5m
                faults:
                - destinationSelector: {matchLabels: {tier: backend}}
                  originSelector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}
                  fault: {abort: {httpStatus: 418}}
                """);
        ExperimentStatus status = user.awaitInjected("selected");
        await().atMost(LIMIT).until(() -> ask("/", "anna").status() == 418);
        assertThat(status.targets()).hasSize(1);
        assertThat(status.origins()).hasSize(4);

        user.kubectl("label", "service", "details", "tier=backend");
        user.kubectl("label", "service", "ratings", "tier-");
        endToEnd.controller().kill();
        endToEnd.controller().start();
        user.awaitInjected("selected");
        assertThat(ask("/", "anna").status()).isEqualTo(418);
        assertThat(bookinfo.ask("productpage", "details", "/", Map.of()).status())
                .isEqualTo(200);
    }

    private KeptConnection.Reply ask(String path, String endUser) {
        return bookinfo.ask("reviews", "ratings", path, Map.of("end-user", endUser));
    }
}
