package io.glooshot.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;

import io.fabric8.kubernetes.api.model.Condition;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.GlooShot;
import io.glooshot.api.Recovery;
import io.glooshot.api.Recovery.Outcome;
import io.glooshot.api.ReportSpec;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.StopLatency;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.TestWebhook;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is found out after the faults have come off, and that it keeps nobody waiting. */
@ExtendWith(SharedWorld.class)
class RecoveryIT {

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static User user;

    private TestWebhook webhook;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("recovery"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @BeforeEach
    void start() {
        endToEnd.ensureRunning();
        webhook = world.webhook();
    }

    @AfterEach
    void bringBackTheController() {
        endToEnd.ensureRunning();
    }

    @Test
    void tellsHowLongAServiceTookToHealAndEveryStepOfTheStop() {
        try (Traffic traffic = bookinfo.browse("reviews", 100)) {
            await().until(() -> traffic.answers().size() > 50);
            user.apply("heals", """
                    duration: 1m
                    faults:
                    - originServices: [{name: reviews}]
                      destinationServices: [{name: ratings}]
                      fault: {abort: {httpStatus: 500}}
                    failureConditions:
                    - name: errors
                      trigger:
                        prometheus:
                          customQuery: 'sum(rate(envoy_glooshot_requests_total{destination_namespace="%s",destination_service="reviews",response_code="500"}[3s])) or vector(0)'
                          comparisonOperator: ">"
                          thresholdValue: 0.5
                    """.formatted(bookinfo.namespace()));
            ExperimentStatus over = user.awaitState("heals", State.Failed);

            Recovery recovery = user.awaitRecovery("heals");

            assertThat(recovery.outcome()).as(recovery.message()).isEqualTo(Outcome.Recovered);
            assertThat(between(recovery.since(), recovery.timeRecovered()))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(10));
            ReportSpec report = user.report("heals").getSpec();
            assertThat(report.recovery()).isEqualTo(recovery);
            assertThat(report.timeRemoved()).isEqualTo(recovery.since());
            assertThat(report.timeFinished()).isEqualTo(over.timeFinished());
            assertThat(user.report("heals").getMetadata().getLabels()).isNullOrEmpty();
            isTold(report.conditions().get(0), report);
            isWhole(report.stopLatency());
            assertThat(report.faultedRequests()).isPositive();
            assertThat(condition("heals").getStatus()).isEqualTo("True");
            await().untilAsserted(() -> assertThat(user.events()).contains("Recovered"));
            metrics("glooshot_stop_read_seconds_bucket", "glooshot_stop_decision_seconds_bucket");
            metrics("glooshot_stop_write_seconds_bucket", "glooshot_stop_confirmation_seconds_bucket");
            metrics("glooshot_recovery_seconds_bucket");
        }
    }

    private static void isTold(ConditionRecord errors, ReportSpec report) {
        assertThat(errors.before().max()).isEqualTo("0");
        assertThat(Double.parseDouble(errors.during().max())).isGreaterThan(0.5);
        assertThat(errors.during().readings()).anyMatch(reading -> Boolean.TRUE.equals(reading.met()));
        assertThat(errors.after().readings())
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(reading -> !Instant.parse(reading.time()).isBefore(Instant.parse(report.timeRemoved())));
        assertThat(errors.after()
                        .readings()
                        .get(errors.after().readings().size() - 1)
                        .value())
                .isEqualTo("0");
        assertThat(errors.timeRecovered()).isEqualTo(report.recovery().timeRecovered());
    }

    private static void isWhole(StopLatency stop) {
        assertThat(stop)
                .hasNoNullFieldsOrPropertiesExcept("clockSkew")
                .extracting(StopLatency::reading, StopLatency::decision, StopLatency::write, StopLatency::confirmation)
                .allSatisfy(leg -> assertThat((String) leg).matches("[0-9.]+(ms|s)"));
        assertThat(Instant.parse(stop.timeRead()))
                .isBetween(Instant.parse(stop.timeAsked()), Instant.parse(stop.timeDecided()));
        assertThat(Instant.parse(stop.timeWritten()))
                .isBetween(Instant.parse(stop.timeDecided()), Instant.parse(stop.timeConfirmed()));
    }

    @Test
    void saysLoudlyThatAServiceDoesNotHeal() {
        fail("ill", "recoveryTimeout: 4s");
        assertThat(user.status("ill").recovery().outcome()).isEqualTo(Outcome.Watching);
        assertThat(condition("ill").getStatus()).isEqualTo("Unknown");

        Recovery recovery = user.awaitRecovery("ill");

        assertThat(recovery.outcome()).isEqualTo(Outcome.NotRecovered);
        assertThat(recovery.message()).contains("on-call is met (503 >= 500)");
        assertThat(condition("ill").getStatus()).isEqualTo("False");
        assertThat(user.status("ill").state()).isEqualTo(State.Failed);
        ReportSpec report = user.report("ill").getSpec();
        assertThat(report.recovery()).isEqualTo(recovery);
        assertThat(report.conditions().get(0).after().readings())
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(reading -> Boolean.TRUE.equals(reading.met()));
        assertThat(report.conditions().get(0).timeRecovered()).isNull();
        await().untilAsserted(() -> assertThat(user.kubectl("get", "events", "--field-selector=type=Warning")
                        .stdout())
                .contains("NotRecovered"));
        given().baseUri(endToEnd.controller().httpUrl())
                .get("/q/metrics")
                .then()
                .body(matchesPattern(
                        "(?s).*glooshot_recoveries_total\\{[^}]*outcome=\"NotRecovered\"[^}]*\\} [1-9].*"));
    }

    @Test
    void aRestartedControllerWatchesOnToTheStoredDeadline() {
        fail("restarted", "recoveryTimeout: 1m");
        Recovery begun = user.status("restarted").recovery();

        endToEnd.controller().kill();
        webhook.answerWith(200);
        endToEnd.controller().start();

        Recovery recovery = user.awaitRecovery("restarted");
        assertThat(recovery.outcome()).as(recovery.message()).isEqualTo(Outcome.Recovered);
        assertThat(recovery.deadline()).isEqualTo(begun.deadline());
        assertThat(recovery.since()).isEqualTo(begun.since());
        ReportSpec report = user.report("restarted").getSpec();
        assertThat(report.recovery()).isEqualTo(recovery);
        assertThat(report.resumed()).isTrue();
        assertThat(report.conditions().get(0).after().values()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void nobodyKnowsWhatHappenedWhileNoControllerWatched() {
        fail("unwatched", "recoveryTimeout: 5s");
        Instant deadline = Instant.parse(user.status("unwatched").recovery().deadline());

        endToEnd.controller().kill();
        await().until(() -> Instant.now().isAfter(deadline));
        endToEnd.controller().start();

        Recovery recovery = user.awaitRecovery("unwatched");
        assertThat(recovery.outcome()).isEqualTo(Outcome.Unknown);
        assertThat(recovery.reason()).isEqualTo("Unwatched");
        assertThat(user.report("unwatched").getSpec().recovery()).isEqualTo(recovery);
    }

    @Test
    void deletionWaitsForNoRecoveryAndTheReportSaysSo() {
        fail("deleted", "recoveryTimeout: 10m");

        assertThat(user.kubectl("delete", "experiment", "deleted", "--timeout=10s")
                        .ok())
                .isTrue();

        Recovery recovery = user.awaitReportedRecovery("deleted").recovery();
        assertThat(recovery.outcome()).isEqualTo(Outcome.Unknown);
        assertThat(recovery.reason()).isEqualTo("Deleted");
    }

    @Test
    void theReportOfAnExperimentThatWasDeletedUnseenIsCompletedToo() {
        fail("vanished", "recoveryTimeout: 10m");
        user.awaitNoFinalizer("vanished");

        endToEnd.controller().kill();
        user.kubectl("delete", "experiment", "vanished", "--timeout=10s");
        assertThat(user.report("vanished").getMetadata().getLabels()).containsKey(GlooShot.RECOVERY_LABEL);
        endToEnd.controller().start();

        assertThat(user.awaitReportedRecovery("vanished").recovery().reason()).isEqualTo("Deleted");
        assertThat(user.report("vanished").getMetadata().getLabels()).isNullOrEmpty();
    }

    @Test
    void theNextExperimentStartsAtOnceAndMakesTheRecoveryUnknowable() {
        fail("earlier", "recoveryTimeout: 10m");

        user.apply("later", """
                duration: 5m
                faults:
                - destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 418}}
                """);
        user.awaitInjected("later");

        Recovery recovery = user.awaitRecovery("earlier");
        assertThat(recovery.outcome()).isEqualTo(Outcome.Unknown);
        assertThat(recovery.reason()).isEqualTo("AnotherExperiment");
        assertThat(recovery.message()).contains(bookinfo.namespace() + "/later");
        assertThat(user.report("earlier").getSpec().recovery()).isEqualTo(recovery);
        user.kubectl("delete", "experiment", "later", "--timeout=30s");
    }

    @Test
    void aSourceThatDiesIsNeitherHealthNorHarm() {
        user.apply("blind", "recoveryTimeout: 3s\nmaxBlind: 2s\n" + faults() + """
                failureConditions:
                - trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 1}}
                """);
        user.awaitInjected("blind");
        endToEnd.front().behave(PrometheusFront.Mode.ERROR_500);
        user.awaitState("blind", State.Aborted);

        Recovery recovery = user.awaitRecovery("blind");

        endToEnd.front().behave(PrometheusFront.Mode.PASS);
        assertThat(recovery.outcome()).isEqualTo(Outcome.Unknown);
        assertThat(recovery.reason()).isEqualTo("Unreadable");
        assertThat(user.report("blind").getSpec().conditions().get(0).after().failed())
                .isPositive();
    }

    /** A run that its webhook has made fail, and that goes on saying no. */
    private void fail(String name, String field) {
        user.apply(name, field + "\n" + faults() + """
                failureConditions:
                - name: on-call
                  trigger: {webhookUrl: "%s"}
                """.formatted(webhook.url()));
        user.awaitInjected(name);
        webhook.answerWith(503);
        user.awaitState(name, State.Failed);
    }

    private static String faults() {
        return """
                duration: 5m
                faults:
                - destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 418}}
                """;
    }

    private static Condition condition(String name) {
        return user.status(name).conditions().stream()
                .filter(condition -> condition.getType().equals("Recovered"))
                .findFirst()
                .orElseThrow();
    }

    private static Duration between(String from, String to) {
        return Duration.between(Instant.parse(from), Instant.parse(to));
    }

    private static void metrics(String... names) {
        for (String name : names) {
            given().baseUri(endToEnd.controller().httpUrl())
                    .get("/q/metrics")
                    .then()
                    .body(containsString(name));
        }
    }
}
