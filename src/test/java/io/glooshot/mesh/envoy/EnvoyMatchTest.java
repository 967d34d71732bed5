package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.PRODUCTPAGE;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static io.glooshot.mesh.envoy.Plans.abort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.TextMatch;
import io.grpc.Status;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults on calls that match, for which proxies need layers and filters. */
class EnvoyMatchTest {

    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final String FILTER = "glooshot/bookinfo/ratings/9080";

    private final TestClock clock = new TestClock();
    private final TestServer server = new TestServer(clock).serving(Map.of());
    private final Plan plan = Plans.of(Plans.when(MatchFilterTest.MATCH, abort(RATINGS)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isOnWhenLayerAndFilterAreAcknowledged() {
        try (TestProxy layer = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                TestProxy filter = TestProxy.ofFilters(server, "a", REVIEWS, FILTER)) {
            layer.response(1);
            filter.acknowledge(filter.response(1));
            CompletableFuture<Injected> injection = inject(plan);
            DiscoveryResponse match = filter.latestFilter(true);
            layer.latest(true);
            assertStaysOpen(injection);

            filter.acknowledge(match);

            assertThat(injection.join().heldBy()).containsExactly("a");
        }
    }

    @Test
    void needsTheOtherFilterForAGrpcAbort() {
        Plan grpc =
                Plans.of(Plans.when(MatchFilterTest.MATCH, Plans.fault(RATINGS, new PlannedAbort.Grpc(14, 100), null)));
        try (TestProxy layer = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                TestProxy filter =
                        TestProxy.ofFilters(server, "a", REVIEWS, FILTER).obedient()) {
            layer.response(1);
            filter.response(1);
            CompletableFuture<Injected> injection = inject(grpc);
            assertStaysOpen(injection);
            try (TestProxy other =
                    TestProxy.ofFilters(server, "a", REVIEWS, FILTER + "/grpc").obedient()) {
                assertThat(injection.join().heldBy()).containsExactly("a");
                assertThat(TestProxy.filter(other.latestFilter(true)).getHeadersCount())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void asksNothingOfTheFiltersOfOtherServicesAndFaultsWithoutAMatch() {
        Plan scoped = Plans.of(
                Plans.when(MatchFilterTest.MATCH, abort(RATINGS, REVIEWS)),
                Plans.fault(RATINGS, 500, null, 100, PRODUCTPAGE));
        try (TestProxy layer = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                TestProxy filter =
                        TestProxy.ofFilters(server, "a", REVIEWS, FILTER).obedient();
                TestProxy otherLayer = new TestProxy(server, "b", PRODUCTPAGE, RATINGS).obedient();
                TestProxy otherFilter = TestProxy.ofFilters(server, "b", PRODUCTPAGE, FILTER)) {
            List.of(layer, filter, otherLayer, otherFilter).forEach(proxy -> proxy.response(1));

            assertThat(inject(scoped).join().heldBy()).containsExactly("a", "b");
            assertThat(TestProxy.filter(filter.latestFilter(true)).getHeadersCount())
                    .isEqualTo(1);
            assertThat(otherFilter.responses()).hasSize(1);
        }
    }

    @Test
    void abortsWhenAProxyHasNoFilter() {
        try (TestProxy layer = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                TestProxy filter =
                        TestProxy.ofFilters(server, "a", REVIEWS, FILTER).obedient();
                TestProxy older = new TestProxy(server, "b", REVIEWS, RATINGS).obedient()) {
            List.of(layer, filter, older).forEach(proxy -> proxy.response(1));
            CompletableFuture<Injected> injection = inject(plan);
            CompletableFuture<List<String>> examination = examine(plan);
            layer.latest(true);
            clock.pass(Duration.ofMillis(9_999));
            assertStaysOpen(injection);
            assertStaysOpen(examination);

            clock.pass(Duration.ofMillis(1));

            String refusal =
                    "NoMatchFilter: The configuration of b has no filter glooshot/bookinfo/ratings/9080, by which"
                            + " spec.faults[0].match is told on mesh envoy. Add what \"glooshot envoy-config --from"
                            + " <service>.<namespace> --to ratings.bookinfo:9080\" prints.";
            assertThat(abortOf(injection)).isEqualTo(refusal);
            assertThat(abortOf(examination)).isEqualTo(refusal);
        }
    }

    @Test
    void touchesNothingToExamine() {
        try (TestProxy layer = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
            layer.response(1);
            CompletableFuture<List<String>> examination = examine(plan);
            assertStaysOpen(examination);
            try (TestProxy filter = TestProxy.ofFilters(server, "a", REVIEWS, FILTER)) {
                assertThat(examination.join()).isEmpty();
                assertThat(filter.response(1)).isSameAs(filter.latestFilter(false));
            }
            assertThat(layer.responses()).hasSize(1);
            assertThat(examine(Plans.of(abort(RATINGS))).join()).isEmpty();
        }
    }

    @Test
    void countsTheFiltersOfTwoProxiesOfOneNodeId() {
        try (TestProxy layer = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                TestProxy filter =
                        TestProxy.ofFilters(server, "a", REVIEWS, FILTER).obedient();
                TestProxy older = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
            List.of(layer, filter, older).forEach(proxy -> proxy.response(1));
            CompletableFuture<Injected> injection = inject(plan);
            older.latest(true);

            clock.pass(Duration.ofSeconds(10));

            assertThat(abortOf(injection)).startsWith("NoMatchFilter: ");
        }
    }

    @Test
    void abortsWhenAFilterStaysSilent() {
        try (TestProxy layer = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                TestProxy filter = TestProxy.ofFilters(server, "a", REVIEWS, FILTER)) {
            layer.response(1);
            filter.response(1);
            CompletableFuture<Injected> injection = inject(plan);
            filter.latestFilter(true);

            clock.pass(Duration.ofSeconds(10));

            assertThat(abortOf(injection)).isEqualTo("NotAcknowledged: Not acknowledged within PT10S by: a.");
        }
    }

    @Test
    void abortsWithTheProxysOwnWordsWhenItRefusesTheMatch() {
        try (TestProxy layer = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                TestProxy filter = TestProxy.ofFilters(server, "a", REVIEWS, FILTER)) {
            layer.response(1);
            filter.response(1);
            CompletableFuture<Injected> injection = inject(plan);

            filter.refuse(filter.latestFilter(true), "bad regex");

            assertThat(abortOf(injection)).isEqualTo("Rejected: Proxy a refused the fault: bad regex");
        }
    }

    @Test
    void isOffWhenTheLayerIsWhateverTheFilterSays() {
        try (TestProxy layer = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                TestProxy filter =
                        TestProxy.ofFilters(server, "a", REVIEWS, FILTER).obedient()) {
            layer.response(1);
            filter.response(1);
            inject(plan).join();
            filter.silent();

            server.provider
                    .remove(plan, List.of("a"))
                    .subscribeAsCompletionStage()
                    .join();

            assertThat(TestProxy.isFaulted(layer.latest(false))).isFalse();
            assertThat(filter.latestFilter(false)).isNotNull();
        }
    }

    @Test
    void neverSendsWhatCouldTakeAQueryForAPath() {
        Plan regex = Plans.of(Plans.when(
                new CallMatch(Map.of(), Optional.of(new TextMatch.Regex("/a\\?b")), Optional.empty()), abort(RATINGS)));

        assertThat(abortOf(examine(regex))).startsWith("NotSupported: Mesh envoy cannot tell the path ");
        assertThat(abortOf(inject(regex))).startsWith("NotSupported: Mesh envoy cannot tell the path ");
        server.serving.open(Map.of(regex, clock.in(Duration.ofMinutes(1))));
        assertThat(server.proxies.snapshot().holds(regex.uid())).isFalse();
    }

    @Test
    void refusesAFilterOfAnotherForm() {
        try (TestProxy proxy = TestProxy.ofFilters(server, "a", REVIEWS, FILTER + "/http")) {
            assertThat(proxy.failure()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void endsTheStreamsOfFiltersWhenServingIsClosed() {
        try (TestProxy filter = TestProxy.ofFilters(server, "a", REVIEWS, FILTER)) {
            filter.response(1);

            server.serving.close();

            assertThat(filter.failure()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    private CompletableFuture<Injected> inject(Plan plan) {
        return started(server.provider.inject(plan, clock.in(Duration.ofMinutes(10))));
    }

    private CompletableFuture<List<String>> examine(Plan plan) {
        return started(server.provider.examine(plan));
    }

    private static <T> CompletableFuture<T> started(Uni<T> work) {
        return work.subscribeAsCompletionStage();
    }

    private static void assertStaysOpen(CompletableFuture<?> future) {
        await().during(A_WHILE).atMost(A_WHILE.multipliedBy(4)).until(() -> !future.isDone());
    }

    private static String abortOf(CompletableFuture<?> work) {
        await().until(work::isDone);
        try {
            return "completed with " + work.join();
        } catch (CompletionException failure) {
            AbortException abort = (AbortException) failure.getCause();
            return abort.verdict().reason() + ": " + abort.verdict().message();
        }
    }
}
