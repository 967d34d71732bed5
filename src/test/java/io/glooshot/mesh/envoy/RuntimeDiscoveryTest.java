package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.DETAILS;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static io.glooshot.mesh.envoy.Plans.abort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.envoyproxy.envoy.service.runtime.v3.RuntimeDiscoveryServiceGrpc;
import io.glooshot.experiment.Plan;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeDiscoveryTest {

    private static final String LAYER = LayerName.of(RATINGS);

    private final TestClock clock = new TestClock();
    private final TestServer server = new TestServer(clock);
    private final Plan plan = Plans.of(abort(RATINGS));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isUnavailableUntilServingIsOpened() {
        try (TestProxy early = new TestProxy(server, "early", REVIEWS, RATINGS)) {
            assertThat(early.failure()).isEqualTo(Status.Code.UNAVAILABLE);
        }

        server.serving(Map.of(plan, clock.in(Duration.ofMinutes(1))));

        try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS)) {
            assertThat(TestProxy.isFaulted(proxy.response(1))).isTrue();
        }
    }

    @Test
    void endsAllStreamsWhenServingIsClosed() {
        server.serving(Map.of());
        try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS)) {
            proxy.response(1);

            server.serving.close();

            assertThat(proxy.failure()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(server.serving.isOpen()).isFalse();
        }
    }

    @Test
    void answersASubscriptionAtOnceEvenWhenThereIsNoFault() {
        server.serving(Map.of());
        try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS, DETAILS)) {
            DiscoveryResponse response = proxy.response(1);

            assertThat(response.getTypeUrl()).isEqualTo("type.googleapis.com/envoy.service.runtime.v3.Runtime");
            assertThat(response.getNonce()).isNotEmpty();
            assertThat(response.getVersionInfo()).isNotEmpty();
            assertThat(TestProxy.resources(response))
                    .extracting(Resource::getName)
                    .containsExactly(LAYER, LayerName.of(DETAILS));
            assertThat(TestProxy.isFaulted(response)).isFalse();
        }
    }

    @Test
    void givesAProxyOnlyTheFaultsOfItsDestinationsAndItsService() {
        server.serving(Map.of(Plans.of(abort(RATINGS, REVIEWS)), clock.in(Duration.ofMinutes(1))));
        try (TestProxy hit = new TestProxy(server, "a", REVIEWS, RATINGS);
                TestProxy otherDestination = new TestProxy(server, "a", REVIEWS, DETAILS);
                TestProxy otherOrigin = new TestProxy(server, "b", Plans.PRODUCTPAGE, RATINGS)) {
            assertThat(TestProxy.isFaulted(hit.response(1))).isTrue();
            assertThat(TestProxy.isFaulted(otherDestination.response(1))).isFalse();
            assertThat(TestProxy.isFaulted(otherOrigin.response(1))).isFalse();
        }
    }

    @Test
    void renewsAFaultInFullAndNeverBeyondItsDeadline() {
        server.serving(Map.of(plan, clock.in(Duration.ofSeconds(35))));
        try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
            assertThat(ttl(proxy.response(1))).isEqualTo(30);

            clock.pass(Duration.ofSeconds(10));
            assertThat(ttl(proxy.response(2))).isEqualTo(25);
            assertThat(runtimeOf(proxy.response(2))).isEqualTo(runtimeOf(proxy.response(1)));

            clock.pass(Duration.ofSeconds(20));
            assertThat(ttl(proxy.response(3))).isEqualTo(5);

            clock.pass(Duration.ofSeconds(5));
            assertThat(TestProxy.isFaulted(proxy.response(4))).isFalse();
        }
    }

    @Test
    void doesNotRenewWhatIsEmpty() {
        server.serving(Map.of());
        try (TestProxy idle = new TestProxy(server, "a", REVIEWS, DETAILS).obedient();
                TestProxy faulted = new TestProxy(server, "b", REVIEWS, RATINGS).obedient()) {
            idle.response(1);
            faulted.response(1);
            server.provider
                    .inject(plan, clock.in(Duration.ofMinutes(1)))
                    .await()
                    .atMost(Duration.ofSeconds(5));
            clock.pass(Duration.ofSeconds(10));
            faulted.response(3);

            assertThat(idle.responses()).hasSize(1);
        }
    }

    @Test
    void takesAnAnswerToAnOlderResponseForNothing() {
        server.serving(Map.of());
        try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS)) {
            DiscoveryResponse empty = proxy.response(1);
            var injection = server.provider
                    .inject(plan, clock.in(Duration.ofMinutes(1)))
                    .subscribeAsCompletionStage();
            DiscoveryResponse faulted = proxy.response(2);

            proxy.acknowledge(empty);
            proxy.refuse(empty, "late");
            proxy.acknowledge(faulted);

            await().until(injection::isDone);
            assertThat(injection.join().heldBy()).containsExactly("a");
            assertThat(server.meters.get("glooshot.envoy.rejections").counter().count())
                    .isZero();
        }
    }

    @Test
    void countsProxiesByNodeId() {
        server.serving(Map.of());
        try (TestProxy one = new TestProxy(server, "a", REVIEWS, RATINGS);
                TestProxy two = new TestProxy(server, "a", REVIEWS, DETAILS);
                TestProxy three = new TestProxy(server, "b", REVIEWS, DETAILS)) {
            List.of(one, two, three).forEach(proxy -> proxy.response(1));
            assertThat(connected()).isEqualTo(2);
        }
        await().until(() -> connected() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "reviews", "reviews.bookinfo.svc"})
    void refusesAProxyThatDoesNotNameItsService(String cluster) {
        server.serving(Map.of());
        try (TestProxy proxy = new TestProxy(server.port(), "a", cluster, LAYER)) {
            assertThat(proxy.failure()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void refusesAProxyWithoutId() {
        server.serving(Map.of());
        try (TestProxy proxy = new TestProxy(server.port(), "", "reviews.bookinfo", LAYER)) {
            assertThat(proxy.failure()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void refusesALayerOfAnotherForm() {
        server.serving(Map.of());
        try (TestProxy proxy = new TestProxy(server.port(), "a", "reviews.bookinfo", "ratings")) {
            assertThat(proxy.failure()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void hasNoOtherVariant() {
        server.serving(Map.of());
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        try {
            assertThatThrownBy(() -> RuntimeDiscoveryServiceGrpc.newBlockingStub(channel)
                            .fetchRuntime(DiscoveryRequest.getDefaultInstance()))
                    .extracting(failure -> Status.fromThrowable(failure).getCode())
                    .isEqualTo(Status.Code.UNIMPLEMENTED);
        } finally {
            channel.shutdownNow();
        }
    }

    private double connected() {
        return server.meters.get("glooshot.envoy.proxies").gauge().value();
    }

    private static long ttl(DiscoveryResponse response) {
        return TestProxy.resources(response).get(0).getTtl().getSeconds();
    }

    private static Object runtimeOf(DiscoveryResponse response) {
        return TestProxy.runtime(TestProxy.resources(response).get(0));
    }
}
