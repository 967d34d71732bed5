package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.DETAILS;
import static io.glooshot.mesh.envoy.Plans.PRODUCTPAGE;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static io.glooshot.mesh.envoy.Plans.abort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EnvoyProviderTest {

    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final TestClock clock = new TestClock();
    private final TestServer server = new TestServer(clock).serving(Map.of());
    private final Plan plan = Plans.of(abort(RATINGS));

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class Injecting {

        @Test
        void completesWhenEveryMatchingProxyHasAcknowledged() {
            try (TestProxy obedient = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                    TestProxy slow = new TestProxy(server, "b", PRODUCTPAGE, RATINGS);
                    TestProxy unconcerned = new TestProxy(server, "c", REVIEWS, DETAILS)) {
                unconcerned.response(1);
                slow.acknowledge(slow.response(1));
                CompletableFuture<Injected> injection = inject(plan);
                DiscoveryResponse fault = slow.latest(true);
                assertStaysOpen(injection);

                slow.acknowledge(fault);

                assertThat(injection.join().heldBy()).containsExactly("a", "b");
                assertThat(obedient.responses()).hasSize(2);
            }
        }

        @Test
        void asksNothingOfProxiesOfOtherServices() {
            Plan scoped = Plans.of(abort(RATINGS, REVIEWS));
            try (TestProxy hit = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                    TestProxy spared = new TestProxy(server, "b", PRODUCTPAGE, RATINGS)) {
                hit.response(1);
                spared.response(1);

                assertThat(inject(scoped).join().heldBy()).containsExactly("a");
                assertThat(spared.responses()).hasSize(1);
            }
        }

        @Test
        void isIdempotent() {
            try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                proxy.response(1);
                assertThat(inject(plan).join()).isEqualTo(inject(plan).join());
                assertThat(proxy.responses()).hasSize(2);
            }
        }

        @Test
        void abortsWhenAProxyStaysSilent() {
            try (TestProxy obedient = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                    TestProxy silent = new TestProxy(server, "b", REVIEWS, RATINGS)) {
                obedient.response(1);
                silent.response(1);
                CompletableFuture<Injected> injection = inject(plan);
                silent.latest(true);
                clock.pass(Duration.ofMillis(9_999));
                assertStaysOpen(injection);

                clock.pass(Duration.ofMillis(1));

                assertThat(abortOf(injection)).isEqualTo("NotAcknowledged: Not acknowledged within PT10S by: b.");
            }
        }

        @Test
        void abortsWithTheProxysOwnWordsWhenItRefuses() {
            try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS)) {
                proxy.response(1);
                CompletableFuture<Injected> injection = inject(plan);

                proxy.refuse(proxy.latest(true), "RTDS: bad value");

                assertThat(abortOf(injection)).isEqualTo("Rejected: Proxy a refused the fault: RTDS: bad value");
            }
        }

        @Test
        void waitsForProxiesToReconnectOnlyAfterAStart() {
            CompletableFuture<Injected> injection = inject(plan);
            assertStaysOpen(injection);
            try (TestProxy back = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                assertThat(injection.join().heldBy()).containsExactly("a");
                assertThat(back.responses()).hasSize(1);
            }

            clock.pass(Duration.ofSeconds(10));

            assertThat(abortOf(inject(Plans.of(abort(DETAILS, REVIEWS)))))
                    .isEqualTo("NoProxy: No connected proxy of reviews.bookinfo has a layer for"
                            + " details.bookinfo:9080 (glooshot/bookinfo/details/9080).");
        }

        @Test
        void endsWithTheDeadlineThatPassesMeanwhileAndNotAsOneThatSomebodyStopped() {
            try (TestProxy silent = new TestProxy(server, "a", REVIEWS, RATINGS)) {
                silent.response(1);
                CompletableFuture<Injected> injection = server.provider
                        .inject(plan, clock.in(Duration.ofSeconds(3)))
                        .subscribeAsCompletionStage();
                silent.latest(true);

                clock.pass(Duration.ofSeconds(3));

                assertThat(abortOf(injection))
                        .isEqualTo(
                                "DeadlinePassed: The deadline passed before every proxy had acknowledged the faults.");
            }
        }

        @Test
        void endsWhenTheFaultsAreRemovedMeanwhile() {
            CompletableFuture<Injected> injection = inject(plan);
            remove(plan, List.of());

            assertThat(abortOf(injection)).startsWith("Stopped: ");
            assertThat(abortOf(inject(plan))).startsWith("AlreadyStopped: ");
        }
    }

    @Nested
    class Removing {

        @Test
        void completesWhenEveryProxyThatHadTheFaultHasAcknowledgedThatItIsGone() {
            try (TestProxy one = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                    TestProxy two = new TestProxy(server, "b", REVIEWS, RATINGS).obedient()) {
                List<String> heldBy = injectedInto(one, two);
                two.silent();

                CompletableFuture<Void> removal = remove(plan, heldBy);

                DiscoveryResponse empty = two.latest(false);
                one.latest(false);
                assertStaysOpen(removal);
                assertThat(server.provider.removalState(plan, heldBy)).endsWith(": b");
                two.acknowledge(empty);
                removal.join();
                remove(plan, heldBy).join();
            }
        }

        @Test
        void doesNotTakeALateAcknowledgementOfTheFaultForOneOfItsRemoval() {
            try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS)) {
                proxy.acknowledge(proxy.response(1));
                inject(plan);
                DiscoveryResponse fault = proxy.latest(true);
                CompletableFuture<Void> removal = remove(plan, List.of());
                DiscoveryResponse empty = proxy.latest(false);

                proxy.acknowledge(fault);
                assertStaysOpen(removal);

                proxy.acknowledge(empty);
                removal.join();
            }
        }

        @Test
        void isCleanOfOneRunWhenTheProxyHoldsThatOfAnother() {
            try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                List<String> heldBy = injectedInto(proxy);
                proxy.silent();
                CompletableFuture<Void> removal = remove(plan, heldBy);
                proxy.latest(false);
                Plan next = Plans.of(abort(RATINGS));
                inject(next);

                proxy.acknowledge(proxy.latest(true));

                removal.join();
            }
        }

        @Test
        void countsAProxyThatIsGoneAsCleanWhenItsTtlHasLapsed() {
            try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                injectedInto(proxy);
            }
            await().until(() -> server.proxies.streams().findAny().isEmpty());
            CompletableFuture<Void> removal = remove(plan, List.of("a"));

            clock.pass(TestServer.TTL);
            assertStaysOpen(removal);

            clock.pass(Duration.ofSeconds(1));
            removal.join();
        }

        @Test
        void takesTheWordOfAProxyThatReconnected() {
            try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                injectedInto(proxy);
            }
            await().until(() -> server.proxies.streams().findAny().isEmpty());
            CompletableFuture<Void> removal = remove(plan, List.of("a"));
            assertStaysOpen(removal);

            try (TestProxy back = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                removal.join();
                assertThat(back.responses()).hasSize(1);
            }
        }

        @Test
        void doesNotTakeTheWordOfAnotherProxyWithTheSameNodeId() {
            try (TestProxy one = new TestProxy(server, "a", REVIEWS, RATINGS).obedient();
                    TestProxy twin = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                injectedInto(one, twin);
                twin.silent();

                CompletableFuture<Void> removal = remove(plan, List.of("a"));

                one.latest(false);
                DiscoveryResponse empty = twin.latest(false);
                assertStaysOpen(removal);
                twin.acknowledge(empty);
                removal.join();
            }
        }

        @Test
        void takesTheFaultOutOfTheSnapshotBeforeItWaitsAndAlsoWhileNotServing() {
            server.proxies.snapshot().put(plan, clock.in(Duration.ofMinutes(1)));
            server.serving.close();
            server.serving.open(Map.of());
            server.proxies.snapshot().put(plan, clock.in(Duration.ofMinutes(1)));
            server.serving.close();

            CompletableFuture<Void> removal = remove(plan, List.of());

            assertThat(server.proxies.snapshot().holds(plan.uid())).isFalse();
            await().until(removal::isCompletedExceptionally);
            server.serving.open(Map.of(plan, clock.in(Duration.ofMinutes(1))));
            assertThat(server.proxies.snapshot().holds(plan.uid())).isFalse();
        }

        @Test
        void tellsThatItHasLeftBeforeAnyProxyAcknowledges() {
            try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                injectedInto(proxy);
                proxy.silent();
                var written = new CompletableFuture<Void>();

                var removal = server.provider
                        .remove(plan, List.of(), () -> written.complete(null))
                        .subscribeAsCompletionStage();

                await().until(written::isDone);
                proxy.latest(false);
                assertThat(removal).isNotDone();
            }
        }

        @Test
        void goesOnWhenTheWaitIsCancelled() {
            try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                injectedInto(proxy);
                server.provider
                        .remove(plan, List.of())
                        .subscribe()
                        .with(done -> {})
                        .cancel();

                proxy.latest(false);
            }
        }
    }

    /** The faults were injected by a controller that is gone. */
    @Nested
    class RemovingAfterARestart {

        @Test
        void asksTheProxiesThatHeldTheFault() {
            CompletableFuture<Void> removal = remove(plan, List.of("a"));
            assertStaysOpen(removal);

            try (TestProxy back = new TestProxy(server, "a", REVIEWS, RATINGS)) {
                DiscoveryResponse empty = back.response(1);
                assertThat(TestProxy.isFaulted(empty)).isFalse();
                assertStaysOpen(removal);
                back.acknowledge(empty);
                removal.join();
            }
        }

        @Test
        void waitsForTheTtlOfAProxyThatDoesNotComeBack() {
            CompletableFuture<Void> removal = remove(plan, List.of("a"));
            clock.pass(TestServer.TTL.minusMillis(1));
            assertStaysOpen(removal);

            clock.pass(Duration.ofMillis(1));

            removal.join();
        }

        @Test
        void waitsForTheTtlWhenNobodyKnowsWhoHeldTheFault() {
            try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
                proxy.response(1);
                CompletableFuture<Void> removal = remove(plan, List.of());
                clock.pass(TestServer.TTL.minusMillis(1));
                assertStaysOpen(removal);

                clock.pass(Duration.ofMillis(1));

                removal.join();
            }
        }

        @Test
        void isDoneAtOnceWhenServingForLongerThanTheTtl() {
            clock.pass(TestServer.TTL);

            remove(plan, List.of()).join();
            remove(plan, List.of("a")).join();
        }
    }

    private CompletableFuture<Injected> inject(Plan plan) {
        return server.provider.inject(plan, clock.in(Duration.ofMinutes(10))).subscribeAsCompletionStage();
    }

    private CompletableFuture<Void> remove(Plan plan, List<String> heldBy) {
        return server.provider.remove(plan, heldBy).subscribeAsCompletionStage();
    }

    private List<String> injectedInto(TestProxy... proxies) {
        for (TestProxy proxy : proxies) {
            proxy.response(1);
        }
        return inject(plan).join().heldBy();
    }

    private static void assertStaysOpen(CompletableFuture<?> future) {
        await().during(A_WHILE).atMost(A_WHILE.multipliedBy(4)).until(() -> !future.isDone());
    }

    private static String abortOf(CompletableFuture<Injected> injection) {
        await().until(injection::isDone);
        try {
            return "completed with " + injection.join();
        } catch (CompletionException failure) {
            AbortException abort = (AbortException) failure.getCause();
            return abort.verdict().reason() + ": " + abort.verdict().message();
        }
    }
}
