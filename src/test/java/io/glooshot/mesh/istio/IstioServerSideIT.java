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
import io.glooshot.experiment.TextMatch;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Mandate;
import io.glooshot.playground.IstioBookinfo;
import io.glooshot.playground.KeptConnection;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.WithoutController;
import io.glooshot.playground.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults in the proxies of the service that is called, on connections that are open. */
@ExtendWith({SharedIstioWorld.class, WithoutController.class})
class IstioServerSideIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private World world;
    private IstioBookinfo bookinfo;
    private Destination ratings;
    private IstioProvider provider;

    @BeforeEach
    void start(World world) {
        this.world = world;
        bookinfo = world.istioBookinfo(world.newNamespace("server-side"));
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
    }

    @AfterEach
    void stop() {
        provider.stop();
        bookinfo.close();
    }

    @Test
    void reachesOpenConnectionsBothWhenItComesAndWhenItGoes() {
        try (KeptConnection connection = bookinfo.connect("reviews", "ratings")) {
            assertThat(connection.ask().status()).isEqualTo(200);

            Plan plan = IstioPlans.of(IstioPlans.abort(ratings, Side.Server, 100));
            inject(plan);
            await().atMost(LIMIT).until(() -> connection.ask().status() == 418);
            long opened = bookinfo.connectionsOpened("reviews", "ratings");

            var removal = provider.remove(plan, List.of()).subscribeAsCompletionStage();
            await().atMost(LIMIT).until(() -> connection.ask().status() == 200);
            assertThat(bookinfo.connectionsOpened("reviews", "ratings")).isEqualTo(opened);

            // Its filter leaves the listener only when it has long done nothing.
            await().atMost(LIMIT).until(() -> {
                assertThat(connection.ask().status()).isEqualTo(200);
                return removal.isDone();
            });
            assertThat(leftovers(plan)).isEmpty();
        }
    }

    @Test
    void hitsOnlyWhatMatchesAndOnlyTheShareAskedFor() {
        CallMatch match = new CallMatch(
                Map.of("end-user", new TextMatch.Exact("jason")),
                Optional.of(new TextMatch.Exact("/ratings/1")),
                Optional.of("GET"));
        Plan plan = IstioPlans.of(IstioPlans.fault(
                ratings,
                Side.Server,
                match,
                new PlannedAbort.Http(503, 50),
                new PlannedDelay(Duration.ofMillis(300), 100)));
        inject(plan);

        await().atMost(LIMIT)
                .until(() -> ask("/ratings/1?all=yes", "jason").latency().toMillis() >= 300);
        assertThat(ask("/ratings/2", "jason").latency()).isLessThan(Duration.ofMillis(300));
        assertThat(ask("/ratings/1", "eve").latency()).isLessThan(Duration.ofMillis(300));
        await().atMost(LIMIT).until(() -> ask("/ratings/1", "jason").status() == 503);
        await().atMost(LIMIT).until(() -> ask("/ratings/1", "jason").status() == 200);

        provider.remove(plan, List.of()).await().atMost(LIMIT);
        assertThat(leftovers(plan)).isEmpty();
    }

    private KeptConnection.Reply ask(String path, String user) {
        return bookinfo.ask("reviews", "ratings", path, Map.of("end-user", user));
    }

    private void inject(Plan plan) {
        assertThat(provider.examine(plan).await().atMost(LIMIT)).isEmpty();
        var injected =
                provider.inject(plan, Instant.now().plusSeconds(300)).await().atMost(LIMIT);
        assertThat(injected.heldBy())
                .containsExactly("EnvoyFilter %s/glooshot-%s-0".formatted(bookinfo.namespace(), plan.uid()));
    }

    private List<String> leftovers(Plan plan) {
        return world.kube()
                .mustKubectl("get", "virtualservices,envoyfilters", "-A", "-o", "name")
                .lines()
                .filter(name -> name.contains(plan.uid()))
                .toList();
    }
}
