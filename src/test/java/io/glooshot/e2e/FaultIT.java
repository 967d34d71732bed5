package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Report;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.TestWebhook;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real traffic through real proxies: who is hurt, how, how often, and until when. */
@ExtendWith(SharedWorld.class)
class FaultIT {

    private static final int RATE = 100;
    /** Timers of the proxy are as fine as a millisecond, so that 50 may be a little less. */
    private static final Duration DELAY_LESS_GRAIN = Duration.ofMillis(48);

    private static final String CONTROL = """
            failureConditions:
            - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
            """;

    private static World world;
    private static Bookinfo bookinfo;
    private static User user;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        EndToEnd endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("fault"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @Test
    void failsWhenAFragileServiceBreaksAndTakesTheFaultOffAtOnce() {
        try (Traffic traffic = bookinfo.browse("reviews", RATE)) {
            awaitAnswers(traffic, 50);
            user.apply("fragile", abortOfRatings("reviews", "30s") + errorsOf("reviews"));
            ExperimentStatus status = user.awaitState("fragile", State.Failed);
            Instant off = Instant.now();
            awaitAnswers(traffic, off, 100);

            Report report = user.report("fragile");
            assertThat(status.reason()).isEqualTo("ConditionMet");
            assertThat(report.getSpec().result()).isEqualTo(State.Failed);
            assertThat(report.getSpec().breach().condition()).isEqualTo("errors");
            assertThat(Double.parseDouble(report.getSpec().breach().value())).isGreaterThan(0.5);
            assertThat(report.getSpec().breach().threshold()).isEqualTo("0.5");
            assertThat(report.getSpec().breach().operator().symbol()).isEqualTo(">");
            assertThat(report.getSpec().breach().time()).isNotEmpty();
            assertThat(report.getSpec().faultedRequests()).isPositive();
            Instant injection = Instant.parse(report.getSpec().timeStarted());
            Instant removal = Instant.parse(report.getSpec().timeRemoved());
            assertThat(traffic.answers().stream()
                            .filter(answer -> answer.received().isBefore(injection)))
                    .isNotEmpty()
                    .allMatch(answer -> answer.status() == 200);
            assertThat(traffic.between(injection, removal)).anyMatch(answer -> answer.status() == 500);
            assertThat(traffic.since(removal.plusMillis(200))).allMatch(answer -> answer.status() == 200);
            assertThat(user.events()).contains("StartedWatching", "FailedConditionMet");
        }
    }

    @Test
    void succeedsWhenAResilientServiceCopes() {
        try (Traffic traffic = bookinfo.browse("reviews-resilient", RATE)) {
            awaitAnswers(traffic, 50);
            user.apply("resilient", abortOfRatings("reviews-resilient", "6s") + errorsOf("reviews-resilient"));
            ExperimentStatus status = user.awaitState("resilient", State.Succeeded);

            assertThat(traffic.answers()).allMatch(answer -> answer.status() == 200);
            assertThat(user.report("resilient").getSpec().faultedRequests()).isPositive();
            assertThat(user.report("resilient")
                            .getSpec()
                            .conditions()
                            .get(0)
                            .during()
                            .values())
                    .isGreaterThan(4);
            assertThat(status.conditions())
                    .anyMatch(condition -> condition.getType().equals("FaultObserved")
                            && condition.getStatus().equals("True"));
            Duration took = Duration.between(
                    Instant.parse(status.timeStarted()),
                    Instant.parse(status.verdict().time()));
            assertThat(took).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8));
        }
    }

    @Test
    void delaysCallsUntilAWebhookSaysNo() {
        TestWebhook webhook = world.webhook();
        try (Traffic traffic = bookinfo.call("reviews", "ratings", RATE)) {
            user.apply("delay", """
                    duration: 1m
                    faults:
                    - originServices: [{name: reviews}]
                      destinationServices: [{name: ratings, port: 9080}]
                      fault: {delay: {duration: 400ms}}
                    failureConditions:
                    - name: on-call
                      trigger: {webhookUrl: "%s"}
                    """.formatted(webhook.url()));
            user.awaitInjected("delay");
            Instant on = Instant.now();
            await().until(() -> traffic.slowerThan(on, Duration.ofMillis(400)) > 20);
            webhook.answerWith(503);
            user.awaitState("delay", State.Failed);
            Instant off = Instant.now();
            awaitAnswers(traffic, off, 50);

            assertThat(user.report("delay").getSpec().breach().value()).isEqualTo("503");
            assertThat(traffic.slowerThan(off, Duration.ofMillis(400))).isZero();
            assertThat(traffic.since(on)).allMatch(answer -> answer.status() == 200);
        }
    }

    @Test
    void hurtsOnlyTheShareTheOriginAndTheDestinationThatItNames() {
        try (Traffic hurt = bookinfo.call("reviews", "ratings", RATE);
                Traffic otherOrigin = bookinfo.call("reviews-resilient", "ratings", RATE);
                Traffic otherDestination = bookinfo.call("productpage", "details", RATE);
                Traffic sameProxy = bookinfo.call("productpage", "reviews", RATE)) {
            user.apply("scoped", """
                    duration: 8s
                    faults:
                    - originServices: [{name: reviews}]
                      destinationServices: [{name: ratings}]
                      fault: {abort: {httpStatus: 418}, percentage: 25}
                    - destinationServices: [{name: details}]
                      fault: {abort: {httpStatus: 404}, delay: {duration: 50ms}, percentage: 100}
                    """ + CONTROL);
            user.awaitInjected("scoped");
            Instant on = Instant.now();
            awaitAnswers(hurt, on, 500);
            List<Traffic.Answer> during = hurt.since(on);

            user.awaitState("scoped", State.Started);
            double share =
                    during.stream().filter(answer -> answer.status() == 418).count() / (double) during.size();
            assertThat(share).isCloseTo(0.25, within(0.08));
            assertThat(otherOrigin.answers()).allMatch(answer -> answer.status() == 200);
            assertThat(sameProxy.count(Instant.EPOCH, 404)).isZero();
            assertThat(otherDestination.between(on, on.plusSeconds(2)))
                    .isNotEmpty()
                    .allMatch(
                            answer -> answer.status() == 404 && answer.latency().compareTo(DELAY_LESS_GRAIN) >= 0);
            user.awaitState("scoped", State.Succeeded);
            Instant off = Instant.now();
            awaitAnswers(hurt, off, 100);
            awaitAnswers(otherDestination, off, 100);
            assertThat(hurt.count(off, 418)).isZero();
            assertThat(otherDestination.count(off, 404)).isZero();
        }
    }

    @Test
    void isNoSuccessWhenTheCountersSayThatNothingWasFaulted() {
        try (Traffic unaffected = bookinfo.call("reviews-resilient", "ratings", RATE)) {
            awaitAnswers(unaffected, 100);
            user.apply("nobody", abortOfRatings("reviews", "2s") + CONTROL);

            ExperimentStatus status = user.awaitState("nobody", State.Aborted);

            assertThat(status.reason()).isEqualTo("NothingFaulted");
        }
    }

    @Test
    void watchesAndBreaksNothingInAControlRun() {
        user.apply("control", "duration: 2s\n" + CONTROL);

        ExperimentStatus status = user.awaitState("control", State.Succeeded);

        assertThat(status.heldBy()).isEmpty();
        assertThat(user.report("control").getSpec().faults()).isEmpty();
    }

    @Test
    void judgesTheBuiltInSuccessRate() {
        try (Traffic traffic = bookinfo.browse("reviews", RATE)) {
            awaitAnswers(traffic, 200);
            await().until(() -> world.prometheus()
                            .query(
                                    "sum(rate(envoy_glooshot_requests_total{destination_namespace=\"%s\",destination_service=\"reviews\"}[3s]))"
                                            .formatted(bookinfo.namespace()))
                            .orElse(0)
                    > 0);
            user.apply("success-rate", abortOfRatings("reviews", "30s") + """
                    failureConditions:
                    - trigger:
                        prometheus: {successRate: {service: {name: reviews}, interval: 3s}, thresholdValue: 0.9}
                    """);

            user.awaitState("success-rate", State.Failed);

            assertThat(user.report("success-rate").getSpec().breach().condition())
                    .isEqualTo("condition-1");
        }
    }

    private static String abortOfRatings(String origin, String duration) {
        return """
                duration: %s
                faults:
                - originServices: [{name: %s}]
                  destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 500}}
                """.formatted(duration, origin);
    }

    private static String errorsOf(String service) {
        return """
                failureConditions:
                - name: errors
                  trigger:
                    prometheus:
                      customQuery: 'sum(rate(envoy_glooshot_requests_total{destination_namespace="%s",destination_service="%s",response_code="500"}[3s])) or vector(0)'
                      comparisonOperator: ">"
                      thresholdValue: 0.5
                """.formatted(bookinfo.namespace(), service);
    }

    private static void awaitAnswers(Traffic traffic, int count) {
        awaitAnswers(traffic, Instant.EPOCH, count);
    }

    private static void awaitAnswers(Traffic traffic, Instant since, int count) {
        await().until(() -> traffic.since(since).size() >= count);
    }
}
