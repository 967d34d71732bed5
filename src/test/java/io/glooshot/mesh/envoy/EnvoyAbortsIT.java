package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.mesh.envoy.Traffic.Answer;
import io.glooshot.playground.EnvoyBootstrap;
import io.glooshot.playground.EnvoyProxy;
import io.glooshot.playground.LoopbackPorts;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two kinds of abort, and shares of their own for abort and delay, by the answers that real traffic gets. */
class EnvoyAbortsIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMillis(250);
    private static final String GRPC = "application/grpc";

    @TempDir
    static Path directory;

    private static Traffic traffic;
    private static EnvoyProxy reviews;
    private static TestServer server;

    private Plan plan;

    @BeforeAll
    static void start() {
        traffic = new Traffic();
        int port = LoopbackPorts.take();
        server = new TestServer(
                        TestServer.Settings.DEFAULT,
                        () -> new Moment(Instant.now(), System.nanoTime()),
                        port,
                        plaintext -> {})
                .serving(Map.of());
        reviews = EnvoyProxy.start(
                Parts.onThisMachine(Progress.toStandardOut()),
                directory,
                EnvoyBootstrap.sidecarOf("reviews-1", REVIEWS)
                        .route(RATINGS, traffic.service())
                        .controller(port));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> server.proxies.streams().count() == 1);
    }

    @AfterAll
    static void stop() {
        reviews.close();
        server.close();
        traffic.close();
    }

    @AfterEach
    void leavesNothingBehind() {
        server.provider.remove(plan, List.of()).await().atMost(MINUTE);
        letWorkersFollow();

        assertThat(grpcCalls(20)).allMatch(EnvoyAbortsIT::isWell);
        assertThat(calls(20)).allMatch(EnvoyAbortsIT::isWell);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 16})
    void abortsGrpcCallsWithTheStatusThatWasAskedFor(int status) {
        inject(Plans.fault(RATINGS, new PlannedAbort.Grpc(status, 100), null));

        assertThat(grpcCalls(40)).allMatch(answer -> answer.status() == 200 && isGrpc(answer, status));
        assertThat(traffic.grpcCalls(40, reviews, RATINGS, "application/grpc+proto"))
                .allMatch(answer -> answer.status() == 200 && isGrpc(answer, status));
    }

    @Test
    void abortsNoOtherCallsWithAGrpcStatus() {
        inject(Plans.fault(RATINGS, new PlannedAbort.Grpc(14, 100), null));

        assertThat(calls(100)).allMatch(EnvoyAbortsIT::isWell);
        assertThat(traffic.grpcCalls(40, reviews, RATINGS, "application/grpc-web"))
                .allMatch(EnvoyAbortsIT::isWell);
    }

    @Test
    void abortsGrpcCallsWithWhatAnHttpStatusMapsTo() {
        inject(Plans.fault(RATINGS, 503, null, 100));

        assertThat(grpcCalls(40)).allMatch(answer -> answer.status() == 200 && isGrpc(answer, 14));
        assertThat(calls(40)).allMatch(answer -> answer.status() == 503 && answer.grpcStatus() == null);
    }

    @Test
    void delaysGrpcCallsThatItAborts() {
        inject(Plans.fault(RATINGS, new PlannedAbort.Grpc(4, 100), new PlannedDelay(LONG, 100)));

        assertThat(grpcCalls(40)).allMatch(answer -> isGrpc(answer, 4) && isLate(answer));
        assertThat(calls(40)).allMatch(answer -> answer.status() == 200 && isLate(answer));
    }

    @Test
    void abortsAndDelaysEachItsOwnShareOfTheCalls() {
        inject(Plans.fault(RATINGS, new PlannedAbort.Http(418, 30), new PlannedDelay(LONG, 60)));

        assertShares(calls(600), answer -> answer.status() == 418);
    }

    @Test
    void abortsAndDelaysEachItsOwnShareOfTheGrpcCalls() {
        inject(Plans.fault(RATINGS, new PlannedAbort.Grpc(14, 30), new PlannedDelay(LONG, 60)));

        assertShares(grpcCalls(600), answer -> isGrpc(answer, 14));
    }

    /** Of 600 calls, with six standard deviations to either side. */
    private static void assertShares(List<Answer> answers, Predicate<Answer> aborted) {
        assertThat(answers.stream().filter(aborted)).hasSizeBetween(113, 247);
        assertThat(answers.stream().filter(EnvoyAbortsIT::isLate)).hasSizeBetween(288, 432);
        assertThat(answers.stream().filter(aborted.and(EnvoyAbortsIT::isLate))).hasSizeBetween(52, 164);
    }

    private void inject(PlannedFault fault) {
        plan = Plans.of(fault);
        assertThat(server.provider
                        .inject(plan, Instant.now().plus(MINUTE))
                        .await()
                        .atMost(MINUTE)
                        .heldBy())
                .containsExactly("reviews-1");
        letWorkersFollow();
    }

    /** A proxy acknowledges on its main thread, and its workers follow a moment later: one call goes ahead uncounted. */
    private static void letWorkersFollow() {
        traffic.status(reviews, RATINGS);
    }

    private static List<Answer> calls(int number) {
        return traffic.calls(number, reviews, RATINGS);
    }

    private static List<Answer> grpcCalls(int number) {
        return traffic.grpcCalls(number, reviews, RATINGS, GRPC);
    }

    private static boolean isWell(Answer answer) {
        return answer.status() == 200 && answer.body().equals(Traffic.OK);
    }

    private static boolean isGrpc(Answer answer, int status) {
        return Integer.toString(status).equals(answer.grpcStatus());
    }

    private static boolean isLate(Answer answer) {
        return answer.millis() >= LONG.toMillis() - 5;
    }
}
