package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.DETAILS;
import static io.glooshot.mesh.envoy.Plans.PRODUCTPAGE;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static io.glooshot.mesh.envoy.Plans.abort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts what real traffic through real proxies meets. */
class EnvoyFaultsIT {

    private static final Duration TTL = Duration.ofSeconds(3);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TestServer.Settings SETTINGS =
            new TestServer.Settings(TTL, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(10));

    @TempDir
    static Path directory;

    private static final int PORT = LoopbackPorts.take();
    private static Traffic traffic;
    private static EnvoyProxy reviews;
    private static EnvoyProxy productpage;

    private TestServer server;

    @BeforeAll
    static void startProxies() {
        traffic = new Traffic();
        int ratings = traffic.service();
        int details = traffic.service();
        reviews = proxy(EnvoyBootstrap.sidecarOf("reviews-1", REVIEWS)
                .route(RATINGS, ratings)
                .route(DETAILS, details));
        productpage = proxy(EnvoyBootstrap.sidecarOf("productpage-1", PRODUCTPAGE)
                .route(RATINGS, ratings)
                .route(DETAILS, details));
    }

    private static EnvoyProxy proxy(EnvoyBootstrap bootstrap) {
        return EnvoyProxy.start(Parts.onThisMachine(Progress.toStandardOut()), directory, bootstrap.controller(PORT));
    }

    @AfterAll
    static void stopProxies() {
        reviews.close();
        productpage.close();
        traffic.close();
    }

    @BeforeEach
    void serve() {
        server = start(Map.of());
        // Two layers each.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> server.proxies.streams().count() == 4);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void breaksTheCallsToOneDestinationAndNoOther() {
        Plan plan = Plans.of(Plans.fault(RATINGS, 418, null, 100));

        assertThat(inject(plan, MINUTE)).containsExactly("productpage-1", "reviews-1");

        assertThat(traffic.calls(100, reviews, RATINGS)).allMatch(answer -> answer.status() == 418);
        assertThat(traffic.calls(100, reviews, DETAILS)).allMatch(answer -> answer.status() == 200);
        remove(plan).join();
        assertThat(traffic.calls(100, reviews, RATINGS)).allMatch(answer -> answer.status() == 200);
    }

    @Test
    void breaksTwoDestinationsBehindOneProxyEachInItsOwnWay() {
        Plan aborted = Plans.of(Plans.fault(RATINGS, 418, null, 100));
        Plan delayed = Plans.of(Plans.fault(DETAILS, null, Duration.ofMillis(200), 100));
        inject(aborted, MINUTE);
        inject(delayed, MINUTE);

        Traffic.Answer ratings = traffic.call(reviews, RATINGS);
        Traffic.Answer details = traffic.call(reviews, DETAILS);

        assertThat(ratings.status()).isEqualTo(418);
        assertThat(ratings.millis()).isLessThan(200);
        assertThat(details.status()).isEqualTo(200);
        assertThat(details.millis()).isBetween(195L, 1_000L);
        remove(aborted).join();
        assertThat(traffic.call(reviews, DETAILS).millis()).isGreaterThanOrEqualTo(195);
        remove(delayed).join();
        assertThat(traffic.call(reviews, DETAILS).millis()).isLessThan(195);
    }

    @Test
    void delaysAndAbortsTheSameCall() {
        Plan plan = Plans.of(Plans.fault(RATINGS, 503, Duration.ofMillis(250), 100));
        inject(plan, MINUTE);

        Traffic.Answer answer = traffic.call(reviews, RATINGS);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.millis()).isBetween(245L, 1_000L);
        remove(plan).join();
    }

    @Test
    void breaksTheShareOfCallsThatWasAskedFor() {
        Plan plan = Plans.of(Plans.fault(RATINGS, 418, null, 2.5));
        inject(plan, MINUTE);

        long aborted = traffic.calls(4_000, reviews, RATINGS).stream()
                .filter(answer -> answer.status() == 418)
                .count();

        // 100 on average; six standard deviations to either side.
        assertThat(aborted).isBetween(40L, 160L);
        remove(plan).join();
    }

    @Test
    void breaksOnlyTheCallsOfTheOriginsThatWereNamed() {
        Plan plan = Plans.of(abort(RATINGS, REVIEWS));

        assertThat(inject(plan, MINUTE)).containsExactly("reviews-1");

        assertThat(traffic.status(reviews, RATINGS)).isEqualTo(418);
        assertThat(traffic.calls(100, productpage, RATINGS)).allMatch(answer -> answer.status() == 200);
        remove(plan).join();
    }

    @Test
    void keepsAFaultOnForLongerThanItsTtl() {
        Plan plan = Plans.of(abort(RATINGS));
        inject(plan, MINUTE);

        await().during(TTL.plusSeconds(2))
                .atMost(TTL.plusSeconds(4))
                .until(() -> traffic.status(reviews, RATINGS) == 418);
        remove(plan).join();
    }

    @Test
    void endsAFaultAtItsDeadlineByItself() {
        Plan plan = Plans.of(abort(RATINGS));
        long start = System.nanoTime();
        inject(plan, Duration.ofSeconds(2));

        awaitClean(reviews, Duration.ofSeconds(3));

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_500));
        remove(plan).join();
    }

    @Test
    void leavesNoFaultBehindWhenTheControllerDies() {
        Plan plan = Plans.of(abort(RATINGS));
        inject(plan, MINUTE);

        server.close();

        assertThat(traffic.status(reviews, RATINGS)).isEqualTo(418);
        awaitClean(reviews, TTL.plusMillis(500));
        awaitClean(productpage, Duration.ofMillis(500));
    }

    @Test
    void goesOnWithAFaultAfterARestartOfTheController() {
        Plan plan = Plans.of(abort(RATINGS));
        Instant deadline = Instant.now().plus(MINUTE);
        inject(plan, MINUTE);

        server.close();
        server = start(Map.of(plan, deadline));

        awaitStreams(4);
        assertThat(inject(plan, MINUTE)).containsExactly("productpage-1", "reviews-1");
        await().during(TTL.plusSeconds(1))
                .atMost(TTL.plusSeconds(3))
                .until(() -> traffic.status(reviews, RATINGS) == 418);
        remove(plan).join();
    }

    @Test
    void takesAFaultOffThatAControllerBeforeItInjected() {
        Plan plan = Plans.of(abort(RATINGS));
        List<String> heldBy = inject(plan, MINUTE);

        server.close();
        server = start(Map.of());
        server.provider.remove(plan, heldBy).await().atMost(MINUTE);

        assertThat(traffic.status(reviews, RATINGS)).isEqualTo(200);
        assertThat(traffic.status(productpage, RATINGS)).isEqualTo(200);
    }

    @Test
    void countsAHungProxyAsCleanOnlyWhenItsTtlHasLapsed() {
        Plan plan = Plans.of(abort(RATINGS, REVIEWS));
        inject(plan, MINUTE);
        reviews.freeze();
        long start = System.nanoTime();
        try {
            remove(plan).join();

            // It was renewed at most a renewal interval before the removal.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(TTL.minusMillis(1_200), TTL.plusMillis(1_500));
            // Its connections are still open, but nobody answers on them.
            awaitStreams(2);
        } finally {
            reviews.thaw();
        }
        awaitClean(reviews, Duration.ofSeconds(1));
        awaitStreams(4);
    }

    @Test
    void breaksTheCallsOfAProxyThatComesLater() {
        Plan plan = Plans.of(abort(RATINGS));
        productpage.kill();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> server.proxies.streams().count() == 2);
        assertThat(inject(plan, MINUTE)).containsExactly("reviews-1");

        productpage.start();

        await().atMost(Duration.ofSeconds(5)).until(() -> traffic.status(productpage, RATINGS) == 418);
        remove(plan).join();
        assertThat(traffic.status(productpage, RATINGS)).isEqualTo(200);
    }

    private static TestServer start(Map<Plan, Instant> started) {
        Moment.Source clock = () -> new Moment(Instant.now(), System.nanoTime());
        return new TestServer(SETTINGS, clock, PORT, plaintext -> {}).serving(started);
    }

    private List<String> inject(Plan plan, Duration duration) {
        return server.provider
                .inject(plan, Instant.now().plus(duration))
                .await()
                .atMost(MINUTE)
                .heldBy();
    }

    private CompletableFuture<Void> remove(Plan plan) {
        return server.provider.remove(plan, List.of()).subscribeAsCompletionStage();
    }

    /** Each proxy opens one for each of its two destinations. */
    private void awaitStreams(int number) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> server.proxies.streams().count() == number);
    }

    private static void awaitClean(EnvoyProxy proxy, Duration limit) {
        await().pollInterval(Duration.ofMillis(20)).atMost(limit).until(() -> traffic.status(proxy, RATINGS) == 200);
    }
}
