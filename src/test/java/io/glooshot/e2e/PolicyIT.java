package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.TestWebhook;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An administrator sets limits, and real traffic shows that they are kept. */
@ExtendWith(SharedWorld.class)
class PolicyIT {

    /** From a change of a policy to the last faulted call: an event, or the look that is made every 5 seconds. */
    private static final Duration SOON = Duration.ofSeconds(9);

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static User user;

    private Traffic traffic;

    @BeforeAll
    static void startBookinfo(World shared) {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("policy"));
        user = endToEnd.user(bookinfo.namespace());
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @BeforeEach
    void startTraffic() {
        endToEnd.ensureRunning();
        traffic = bookinfo.call("reviews", "ratings", 100);
    }

    @AfterEach
    void liftAll() {
        world.kube().mustKubectl("delete", "experimentpolicies", "--all");
        endToEnd.ensureRunning();
        assertThat(user.kubectl("delete", "experiments", "--all", "--timeout=60s")
                        .ok())
                .isTrue();
        traffic.close();
    }

    @Test
    void refusesWhatBreaksALimitBeforeAnythingIsTouched() {
        policy("gentle", "maxPercentage: 50");

        user.apply("harsh", spec("1m"));

        ExperimentStatus refused = user.awaitState("harsh", State.Aborted);
        assertThat(refused.reason()).isEqualTo("PolicyViolation");
        assertThat(refused.message())
                .contains("ExperimentPolicy gentle, spec.maxPercentage: ")
                .contains("spec.faults[0].fault hits 100 % of the calls to ratings.", "at most 50 % are allowed");
        assertThat(refused.timeStarted()).isNull();
        assertThat(refused.conditions())
                .anyMatch(condition -> condition.getType().equals("Accepted")
                        && condition.getStatus().equals("False")
                        && condition.getReason().equals("PolicyViolation"));
        awaitAnswers(100);
        assertThat(faulted()).isZero();
    }

    @Test
    void refusesToBreakAProtectedService() {
        policy("keep", "protectedServices: {selector: {matchLabels: {chaos: never}}}");
        user.kubectl("label", "service", "ratings", "chaos=never");
        try {
            user.apply("forbidden", spec("1m"));

            assertThat(user.awaitState("forbidden", State.Aborted).message())
                    .contains(
                            "ExperimentPolicy keep, spec.protectedServices.selector: spec.faults[0] hits calls to ratings.");
        } finally {
            user.kubectl("label", "service", "ratings", "chaos-");
        }

        user.apply("allowed", spec("1m"));
        user.awaitInjected("allowed");
        await(SOON.plusSeconds(10)).until(() -> faulted() > 0);
        policy("keep-by-name", "protectedServices: {names: [{name: ratings}]}");

        assertThat(user.awaitState("allowed", State.Aborted).message()).contains("keep-by-name");
        assertThatTrafficIsCleanAgain();
    }

    @Test
    void asksNoWebhookThatIsNotAllowed() {
        TestWebhook webhook = world.webhook();
        URI url = URI.create(webhook.url());
        policy("hosts", "allowedWebhookHosts: ['*.example.com', '127.0.0.1:%d']".formatted(url.getPort() + 1));

        // A control run is held to it as well.
        user.apply("asking", control("1m", "webhookUrl: '%s'".formatted(webhook.url())));

        assertThat(user.awaitState("asking", State.Aborted).message())
                .contains("ExperimentPolicy hosts, spec.allowedWebhookHosts: ")
                .contains("asks %s:%d".formatted(url.getHost(), url.getPort()));
        assertThat(webhook.requests()).isZero();
        webhook.close();
    }

    @Test
    void endsARunThatBreaksATightenedPolicyAndTrafficIsClean() {
        policy("limits", "maxDuration: 10m");
        user.apply("running", spec("5m"));
        user.awaitInjected("running");
        await(Duration.ofSeconds(20)).until(() -> faulted() > 0);

        Instant tightened = Instant.now();
        policy("limits", "maxDuration: 4m");

        ExperimentStatus ended = user.awaitState("running", State.Aborted);
        assertThat(ended.reason()).isEqualTo("PolicyViolation");
        assertThat(ended.message())
                .isEqualTo(
                        "ExperimentPolicy limits, spec.maxDuration: spec.duration is 5m0s, and at most 4m0s is allowed.");
        assertThat(user.report("running").getSpec().reason()).isEqualTo("PolicyViolation");
        assertThat(Duration.between(tightened, lastFaulted())).isLessThan(SOON);
        assertThatTrafficIsCleanAgain();
    }

    @Test
    void endsARunWhoseNamespaceIsNoLongerExempt() {
        world.kube().mustKubectl("label", "namespace", bookinfo.namespace(), "chaos-policy=exempt");
        selecting(
                "most",
                "matchExpressions: [{key: chaos-policy, operator: NotIn, values: [exempt]},"
                        + " {key: kubernetes.io/metadata.name, operator: In, values: [%s]}]"
                                .formatted(bookinfo.namespace()),
                "allowedFaults: [Delay]");
        user.apply("exempt", spec("5m"));
        user.awaitInjected("exempt");

        world.kube().mustKubectl("label", "namespace", bookinfo.namespace(), "chaos-policy-");

        assertThat(user.awaitState("exempt", State.Aborted).message())
                .contains("ExperimentPolicy most, spec.allowedFaults: spec.faults[0].fault.abort is not allowed");
        assertThatTrafficIsCleanAgain();
    }

    @Test
    void endsARunWhenItsWindowCloses() {
        user.apply("late", spec("5m"));
        user.awaitInjected("late");
        Instant closing =
                Instant.now().plusSeconds(10).truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        policy("window", window(closing.minusSeconds(7200), closing));
        awaitPolicySeen("window");
        assertThat(Instant.now().isBefore(closing) ? user.status("late").state() : State.Started)
                .isEqualTo(State.Started);

        await(Duration.ofSeconds(100)).until(() -> user.status("late").state() != State.Started);

        ExperimentStatus ended = user.awaitState("late", State.Aborted);
        assertThat(ended.message())
                .contains("ExperimentPolicy window, spec.allowedWindows: ")
                .contains("no window is open");
        assertThat(Instant.parse(ended.verdict().time())).isBetween(closing, closing.plus(SOON));
        assertThat(lastFaulted()).isBetween(closing.minusSeconds(5), closing.plus(SOON));
        assertThatTrafficIsCleanAgain();
    }

    @Test
    void startsNothingOutsideAWindowNorWhatWouldReachBeyondIt() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        policy("window", window(now.plusSeconds(7200), now.plusSeconds(10_800)));
        user.apply("early", spec("1m"));

        assertThat(user.awaitState("early", State.Aborted).message())
                .contains("spec.allowedWindows", "no window is open; the next one opens at ");

        policy("window", window(now.minusSeconds(3600), now.plusSeconds(3600)));
        user.apply("too-long", spec("90m"));
        assertThat(user.awaitState("too-long", State.Aborted).message())
                .contains("spec.allowedWindows: spec.duration reaches to ", "the window closes at ");

        user.apply("in-time", spec("10m"));
        user.awaitInjected("in-time");
    }

    @Test
    void oneExperimentTooManyWaitsUntilAnotherEnds() {
        policy("one", "maxExperiments: 1");
        user.apply("first", spec("5m"));
        user.awaitInjected("first");

        user.apply("second", control("3s", NEVER));

        await(Duration.ofSeconds(30)).until(() -> hasReason("second", "WaitingForPolicy"));
        assertThat(user.status("second").state()).isEqualTo(State.Pending);
        assertThat(user.status("second").message())
                .isEqualTo("ExperimentPolicy one, spec.maxExperiments: at most 1 at once, and these go first: %s/first."
                        .formatted(bookinfo.namespace()));
        await(Duration.ofSeconds(30))
                .until(() -> policyColumn("one", "{.status.experiments}").equals("1"));
        assertThat(user.kubectl("patch", "experiment", "first", "--type=merge", "-p", "{\"spec\":{\"stop\":true}}")
                        .ok())
                .isTrue();
        assertThat(user.awaitEnd("second").state()).isEqualTo(State.Succeeded);
        Instant firstGone = Instant.parse(user.status("first").timeFinished());
        assertThat(Instant.parse(user.status("second").timeStarted())).isAfterOrEqualTo(firstGone);
    }

    @Test
    void letsThoseThatWaitGoWhenThePolicyIsDeleted() {
        policy("one", "maxExperiments: 1");
        user.apply("first", spec("5m"));
        user.awaitInjected("first");
        user.apply("second", control("3s", NEVER));
        await(Duration.ofSeconds(30)).until(() -> hasReason("second", "WaitingForPolicy"));

        world.kube().mustKubectl("delete", "experimentpolicy", "one");

        assertThat(user.awaitEnd("second").state()).isEqualTo(State.Succeeded);
        assertThat(user.status("first").state()).isEqualTo(State.Started);
    }

    @Test
    void endsThoseThatStartedLastWhenFewerAreAllowed() {
        user.apply("first", spec("5m"));
        user.awaitInjected("first");
        user.apply("second", control("5m", NEVER));
        user.awaitState("second", State.Started);

        policy("one", "maxExperiments: 1");

        assertThat(user.awaitState("second", State.Aborted).message())
                .contains("ExperimentPolicy one, spec.maxExperiments: ", "those that started last are ended");
        assertThat(user.status("first").state()).isEqualTo(State.Started);
    }

    @Test
    void neverRunsMoreAtOnceThanAllowedHoweverManyComeAtOnce() {
        policy("two", "maxExperiments: 2");
        List<String> names = IntStream.range(0, 6).mapToObj(i -> "crowd-" + i).toList();
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            all.append("""
                    apiVersion: glooshot.solo.io/v1
                    kind: Experiment
                    metadata: {name: %s, namespace: %s}
                    spec:
                    """.formatted(name, bookinfo.namespace()))
                    .append(control("2s", NEVER).indent(2))
                    .append("---\n");
        }

        world.kube().apply(all.toString());

        await(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> {
            List<ExperimentStatus> statuses = world
                    .kube()
                    .client()
                    .resources(Experiment.class)
                    .inNamespace(bookinfo.namespace())
                    .list()
                    .getItems()
                    .stream()
                    .map(Experiment::getStatus)
                    .toList();
            assertThat(statuses.stream()
                            .filter(status -> status != null
                                    && (status.state() == State.Started || status.state() == State.Stopping)))
                    .hasSizeLessThanOrEqualTo(2);
            return statuses.stream()
                    .allMatch(status -> status != null && status.state().isFinal());
        });
        assertThat(names).allMatch(name -> user.status(name).state() == State.Succeeded);
    }

    @Test
    void startsNothingUnderAPolicyThatNobodyUnderstands() {
        policy("odd", "allowedWindows: [{from: '00:00', to: '24:00', timeZone: Mars/Olympus}]");

        user.apply("unsure", spec("1m"));

        ExperimentStatus refused = user.awaitState("unsure", State.Aborted);
        assertThat(refused.reason()).isEqualTo("PolicyNotUnderstood");
        assertThat(refused.message())
                .contains("ExperimentPolicy odd, spec.allowedWindows[0].timeZone: 'Mars/Olympus' is not a time zone");
        await(Duration.ofSeconds(30))
                .until(() -> policyColumn("odd", "{.status.conditions[?(@.type=='Accepted')].status}")
                        .equals("False"));
        policy("odd", "allowedWindows: [{from: '00:00', to: '24:00', timeZone: Europe/Berlin}]");
        await(Duration.ofSeconds(30))
                .until(() -> policyColumn("odd", "{.status.conditions[?(@.type=='Accepted')].status}")
                        .equals("True"));
    }

    @Test
    void endsWhatANewLeaderWouldGoOnWith() {
        user.apply("resumed", spec("5m"));
        user.awaitInjected("resumed");
        endToEnd.controller().kill();
        policy("calm", "requiredConditions: [{triggers: [SuccessRate, Alert]}]");
        // The expiry in the proxy has taken the fault off by then.
        await(EndToEnd.TTL.plusSeconds(20))
                .until(() -> traffic.count(Instant.now().minusSeconds(2), 418) == 0);
        traffic.close();
        traffic = bookinfo.call("reviews", "ratings", 100);

        endToEnd.ensureRunning();

        ExperimentStatus ended = user.awaitState("resumed", State.Aborted);
        assertThat(ended.reason()).isEqualTo("PolicyViolation");
        assertThat(ended.message()).contains("ExperimentPolicy calm, spec.requiredConditions[0]: ");
        awaitAnswers(100);
        assertThat(faulted()).isZero();
    }

    private static final String NEVER =
            "prometheus: {customQuery: 'vector(0)', comparisonOperator: '>', thresholdValue: 1}";

    private static void policy(String name, String limits) {
        selecting(name, "matchLabels: {kubernetes.io/metadata.name: %s}".formatted(bookinfo.namespace()), limits);
    }

    private static void selecting(String name, String selector, String limits) {
        world.kube().apply("""
                apiVersion: glooshot.solo.io/v1
                kind: ExperimentPolicy
                metadata: {name: %s}
                spec:
                  namespaceSelector: {%s}
                """.formatted(name, selector) + limits.indent(2));
    }

    private static String window(Instant from, Instant to) {
        return "allowedWindows: [{from: '%s', to: '%s'}]".formatted(clock(from), clock(to));
    }

    private static String clock(Instant time) {
        return LocalTime.ofInstant(time, ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    private static void awaitPolicySeen(String name) {
        await(Duration.ofSeconds(30))
                .until(() -> !policyColumn(name, "{.status.observedGeneration}").isEmpty());
    }

    private static String policyColumn(String name, String path) {
        return world.kube()
                .mustKubectl("get", "experimentpolicy", name, "-o", "jsonpath=" + path)
                .strip();
    }

    private static boolean hasReason(String name, String reason) {
        return user.status(name) != null && reason.equals(user.status(name).reason());
    }

    private void assertThatTrafficIsCleanAgain() {
        traffic.close();
        traffic = bookinfo.call("reviews", "ratings", 100);
        awaitAnswers(100);
        assertThat(faulted()).isZero();
    }

    private void awaitAnswers(int count) {
        await(Duration.ofSeconds(20)).until(() -> traffic.answers().size() > count);
    }

    private long faulted() {
        return traffic.answers().stream()
                .filter(answer -> answer.status() == 418)
                .count();
    }

    private Instant lastFaulted() {
        return traffic.last(answer -> answer.status() == 418).orElseThrow().sent();
    }

    private static ConditionFactory await(Duration limit) {
        return Awaitility.await().atMost(limit);
    }

    private static String control(String duration, String trigger) {
        return """
                duration: %s
                failureConditions:
                - trigger: {%s}
                """.formatted(duration, trigger);
    }

    private static String spec(String duration) {
        return """
                duration: %s
                faults:
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 418}}
                failureConditions:
                - trigger: {%s}
                """.formatted(duration, NEVER);
    }
}
