package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.DETAILS;
import static io.glooshot.mesh.envoy.Plans.PRODUCTPAGE;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.Side;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.RequestQuery;
import io.glooshot.playground.EnvoyBootstrap;
import io.glooshot.playground.EnvoyProxy;
import io.glooshot.playground.LoopbackPorts;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import io.glooshot.playground.Prometheus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Prometheus says of what real proxies count. */
class EnvoyQueriesIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final String SUCCESS_RATE = successRate(RATINGS, false);

    @TempDir
    Path directory;

    private final Parts parts = Parts.onThisMachine(Progress.toStandardOut());
    private final Traffic traffic = new Traffic();
    private TestServer server;
    private EnvoyProxy reviews;
    private EnvoyProxy productpage;
    private Prometheus prometheus;

    @BeforeEach
    void start() {
        int port = LoopbackPorts.take();
        Moment.Source clock = () -> new Moment(Instant.now(), System.nanoTime());
        server = new TestServer(TestServer.Settings.DEFAULT, clock, port, plaintext -> {}).serving(Map.of());
        prometheus = Prometheus.start(parts, directory, Duration.ofMillis(500));
        reviews = proxy(EnvoyBootstrap.sidecarOf("reviews-1", REVIEWS).controller(port));
        productpage =
                proxy(EnvoyBootstrap.sidecarOf("productpage-1", PRODUCTPAGE).controller(port));
    }

    private static String successRate(Destination destination, boolean excludeInjected) {
        return EnvoyQueries.successRate(requests(destination, excludeInjected));
    }

    private static String latency(boolean excludeInjected) {
        return EnvoyQueries.latency(requests(RATINGS, excludeInjected), 0.95);
    }

    private static RequestQuery requests(Destination destination, boolean excludeInjected) {
        return new RequestQuery(
                destination.service(),
                destination.port(),
                WINDOW,
                excludeInjected,
                Side.Client,
                Duration.ofSeconds(30));
    }

    private EnvoyProxy proxy(EnvoyBootstrap bootstrap) {
        EnvoyProxy proxy = EnvoyProxy.start(
                parts, directory, bootstrap.route(RATINGS, traffic.service()).route(DETAILS, traffic.service()));
        prometheus.scrape(proxy.adminPort(), "/stats/prometheus", Map.of());
        return proxy;
    }

    @AfterEach
    void stop() {
        prometheus.close();
        reviews.close();
        productpage.close();
        server.close();
        traffic.close();
    }

    @Test
    void tellTheShareOfSuccessfulRequests() {
        callUntil(SUCCESS_RATE, rate -> rate == 1);
        assertThat(prometheus.query(successRate(DETAILS, false))).isEmpty();

        // Half the callers.
        inject(Plans.of(Plans.fault(RATINGS, 500, null, 100, REVIEWS)));

        callUntil(SUCCESS_RATE, rate -> rate > 0.45 && rate < 0.55);
    }

    @Test
    void leaveOutWhatTheMeshItselfHasFaulted() {
        callUntil(SUCCESS_RATE, rate -> rate == 1);

        inject(Plans.of(Plans.fault(RATINGS, 500, null, 100, REVIEWS)));

        callUntil(SUCCESS_RATE, rate -> rate < 0.6);
        callUntil(successRate(RATINGS, true), rate -> rate == 1);
    }

    @Test
    void tellHowLongRequestsTakeWithAndWithoutInjectedDelays() {
        callUntil(latency(false), seconds -> seconds < 0.3);

        inject(Plans.of(Plans.fault(RATINGS, null, Duration.ofMillis(500), 100, REVIEWS)));

        callUntil(latency(false), seconds -> seconds > 0.4 && seconds < 1.5);
        callUntil(latency(true), seconds -> seconds < 0.3);
    }

    @Test
    void tellNothingWhenThereAreNoRequestsAnyMore() {
        callUntil(SUCCESS_RATE, rate -> rate == 1);

        await().atMost(WINDOW.plusSeconds(5))
                .until(() -> prometheus.query(SUCCESS_RATE).isEmpty());
    }

    @Test
    void tellNothingOfProxiesThatAreGone() {
        callUntil(SUCCESS_RATE, rate -> rate == 1);

        reviews.kill();
        productpage.kill();

        // Within the window, whose samples alone would still give a rate.
        await().atMost(Duration.ofSeconds(3))
                .until(() -> prometheus.query(SUCCESS_RATE).isEmpty());
    }

    @Test
    void showTheFirstErrorsWithTheirFirstSample() {
        callUntil(SUCCESS_RATE, rate -> rate == 1);
        await().during(WINDOW).atMost(WINDOW.plusSeconds(5)).until(() -> callBoth() > 0);
        Plan plan = Plans.of(Plans.fault(RATINGS, 500, null, 100));
        inject(plan);
        traffic.calls(1_000, reviews, RATINGS);
        server.provider.remove(plan, List.of()).await().atMost(LIMIT);

        // The counter of errors appears with its final value, so its rate is zero.
        await().atMost(Duration.ofSeconds(3)).until(() -> value(SUCCESS_RATE).orElse(1) < 0.9);
    }

    @Test
    void tellHowManyRequestsWereFaulted() {
        Plan plan = Plans.of(
                Plans.fault(RATINGS, 418, Duration.ofMillis(5), 100, REVIEWS),
                Plans.fault(DETAILS, null, Duration.ofMillis(5), 100, REVIEWS));
        String query = EnvoyQueries.faultedRequests(plan);
        assertThat(prometheus.query(query)).isEmpty();

        callUntil(query, faulted -> faulted == 0);

        inject(plan);
        traffic.calls(40, reviews, RATINGS);
        traffic.calls(20, reviews, DETAILS);
        traffic.calls(20, productpage, RATINGS);

        await().atMost(LIMIT).until(() -> value(query).orElse(-1) == 60);
    }

    @Test
    void doNotCountTheFaultsOfOtherOrigins() {
        Plan mine = Plans.of(Plans.abort(RATINGS, PRODUCTPAGE));
        inject(Plans.of(Plans.abort(RATINGS, REVIEWS)));
        traffic.calls(40, reviews, RATINGS);
        traffic.calls(40, productpage, RATINGS);

        await().during(Duration.ofSeconds(2))
                .atMost(LIMIT)
                .until(() -> value(EnvoyQueries.faultedRequests(mine)).orElse(0) == 0);
        await().atMost(LIMIT)
                .until(() -> value(EnvoyQueries.faultedRequests(mine)).orElse(-1) == 0);
    }

    private void inject(Plan plan) {
        server.provider
                .inject(plan, Instant.now().plus(Duration.ofMinutes(5)))
                .await()
                .atMost(LIMIT);
    }

    private void callUntil(String query, DoublePredicate expected) {
        await().atMost(LIMIT).until(() -> {
            callBoth();
            OptionalDouble value = value(query);
            return value.isPresent() && expected.test(value.getAsDouble());
        });
    }

    private int callBoth() {
        return traffic.calls(20, reviews, RATINGS).size()
                + traffic.calls(20, productpage, RATINGS).size();
    }

    private OptionalDouble value(String query) {
        return prometheus.query(query);
    }
}
