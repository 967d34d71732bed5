package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.DETAILS;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static io.glooshot.mesh.envoy.Plans.abort;
import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.Plan;
import io.glooshot.mesh.Drift;
import io.glooshot.mesh.Leftover;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is served to proxies, compared with the runs. */
class EnvoySweepTest {

    private final TestClock clock = new TestClock();
    private final TestServer server = new TestServer(clock);
    private final Plan plan = Plans.of(abort(RATINGS), abort(DETAILS));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void seesWhatIsServedOfWhichRun() {
        serve(Duration.ofMinutes(1));

        assertThat(server.provider.look(List.of(plan)).found())
                .containsExactlyInAnyOrder(
                        new Leftover("layer " + LayerName.of(RATINGS), Optional.empty(), plan.uid()),
                        new Leftover("layer " + LayerName.of(DETAILS), Optional.empty(), plan.uid()));
        assertThat(server.provider.look(List.of(plan)).lost()).isEmpty();
    }

    @Test
    void seesNothingWhileItServesNobody() {
        assertThat(server.provider.look(List.of(plan)).found()).isEmpty();
        assertThat(server.provider.look(List.of(plan)).lost()).isEmpty();
    }

    @Test
    void takesALayerWithoutARunOutOfTheProxiesAndTells() {
        serve(Duration.ofMinutes(1));
        try (TestProxy proxy = new TestProxy(server, "a", REVIEWS, RATINGS).obedient()) {
            proxy.latest(true);

            server.provider.remove(plan.uid(), "Its experiment is gone.");
            server.provider.remove(plan.uid(), "Its experiment is gone.");

            proxy.latest(false);
        }
        assertThat(server.provider.look(List.of()).found()).isEmpty();
        assertThat(server.meters
                        .get("glooshot.drift")
                        .tag("kind", Drift.Kind.Stray.name())
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void leavesARunAloneThatHasBegunByThen() {
        serve(Duration.ofMinutes(1));

        assertThat(server.provider.clear(plan.uid(), () -> true)).isFalse();
        assertThat(server.provider.look(List.of(plan)).lost()).isEmpty();
    }

    @Test
    void clearsWhatHasNotBegunAndItMayStillBegin() {
        serve(Duration.ofMinutes(1));

        assertThat(server.provider.clear(plan.uid(), () -> false)).isTrue();
        assertThat(server.provider.clear(plan.uid(), () -> false)).isFalse();

        server.proxies.snapshot().put(plan, clock.in(Duration.ofMinutes(1)));
        assertThat(server.provider.look(List.of()).found()).isNotEmpty();
    }

    @Test
    void missesARunWhoseLayersAreGone() {
        serve(Duration.ofMinutes(1));
        server.proxies.snapshot().remove(plan.uid());

        assertThat(server.provider.look(List.of(plan)).lost()).containsExactly(plan.uid());
    }

    @Test
    void doesNotMissARunThatIsPastItsDeadline() {
        serve(Duration.ofSeconds(1));
        clock.pass(Duration.ofSeconds(2));

        assertThat(server.provider.look(List.of(plan)).lost()).isEmpty();
        assertThat(server.provider.look(List.of(plan)).found()).isEmpty();
    }

    private void serve(Duration duration) {
        server.serving(Map.of(plan, clock.in(duration)));
    }
}
