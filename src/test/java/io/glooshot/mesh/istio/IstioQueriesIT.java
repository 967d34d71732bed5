package io.glooshot.mesh.istio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.Side;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.RequestQuery;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.WithoutController;
import io.glooshot.playground.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real Prometheus says of Istio's metrics, with and without what the mesh itself has faulted. */
@ExtendWith({SharedIstioWorld.class, WithoutController.class})
class IstioQueriesIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration WINDOW = Duration.ofSeconds(5);

    private World world;
    private IstioBookinfo bookinfo;
    private Destination ratings;
    private IstioProvider provider;
    private Traffic traffic;

    @BeforeEach
    void start(World world) {
        this.world = world;
        bookinfo = world.istioBookinfo(world.newNamespace("queries"));
        ratings = bookinfo.destination("ratings");
        Mandate mandate = new Mandate();
        mandate.give();
        provider = new IstioProvider(
                world.kube().client(),
                WatchedNamespaces.all(),
                mandate,
                new TestIstioSettings(Duration.ofSeconds(2), 3),
                () -> new Moment(Instant.now(), System.nanoTime()),
                new Drifts(new SimpleMeterRegistry()));
        traffic = bookinfo.call("reviews", "ratings", 50);
    }

    @AfterEach
    void stop() {
        traffic.close();
        provider.stop();
        bookinfo.close();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void tellTheShareOfSuccessfulRequestsWhereverTheFaultIs(Side side) {
        awaitValue(provider.successRateQuery(requests(false, side)), rate -> rate == 1);
        Plan plan = IstioPlans.of(IstioPlans.fault(ratings, side, CallMatch.ALL, new PlannedAbort.Http(503, 50), null));
        assertThat(world.prometheus().query(provider.faultedRequestsQuery(plan)))
                .hasValue(0);

        inject(plan);

        awaitValue(provider.successRateQuery(requests(false, side)), rate -> rate > 0.3 && rate < 0.7);
        awaitValue(provider.successRateQuery(requests(true, side)), rate -> rate == 1);
        awaitValue(provider.faultedRequestsQuery(plan), count -> count > 20);
        provider.remove(plan, List.of()).await().atMost(LIMIT);
    }

    @Test
    void tellHowLongRequestsTakeWithAndWithoutInjectedDelays() {
        awaitValue(provider.latencyQuery(requests(false, Side.Client), 0.95), seconds -> seconds < 0.3);
        Plan plan = IstioPlans.of(IstioPlans.fault(
                ratings, Side.Client, CallMatch.ALL, null, new PlannedDelay(Duration.ofMillis(500), 40)));

        inject(plan);

        awaitValue(
                provider.latencyQuery(requests(false, Side.Client), 0.95), seconds -> seconds > 0.4 && seconds < 1.5);
        awaitValue(provider.latencyQuery(requests(true, Side.Client), 0.95), seconds -> seconds < 0.3);
        provider.remove(plan, List.of()).await().atMost(LIMIT);
    }

    private void inject(Plan plan) {
        provider.inject(plan, Instant.now().plusSeconds(300)).await().atMost(LIMIT);
    }

    private RequestQuery requests(boolean excludeInjected, Side side) {
        return new RequestQuery(
                ratings.service(), ratings.port(), WINDOW, excludeInjected, side, Duration.ofSeconds(30));
    }

    private void awaitValue(String query, DoublePredicate expected) {
        await(query)
                .atMost(LIMIT)
                .until(() -> expected.test(world.prometheus().query(query).orElse(Double.NaN)));
    }
}
