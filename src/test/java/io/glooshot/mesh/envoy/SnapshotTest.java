package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.DETAILS;
import static io.glooshot.mesh.envoy.Plans.PRODUCTPAGE;
import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static io.glooshot.mesh.envoy.Plans.abort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Plan;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {

    private final TestClock clock = new TestClock();
    private final Snapshot snapshot = new Snapshot(clock);
    private final Plan plan = Plans.of(abort(RATINGS));

    @ParameterizedTest
    @CsvSource({"600000, 0, 30000", "600000, 580000, 20000", "600000, 599999, 1", "5000, 0, 5000"})
    void expiresAtTheDeadlineAtTheLatest(long deadlineMillis, long passedMillis, long ttlMillis) {
        snapshot.put(plan, clock.in(Duration.ofMillis(deadlineMillis)));
        clock.pass(Duration.ofMillis(passedMillis));

        assertThat(layer().ttl()).isEqualTo(Duration.ofMillis(ttlMillis));
    }

    @Test
    void holdsNothingFromTheDeadlineOn() {
        snapshot.put(plan, clock.in(Duration.ofMinutes(1)));
        clock.pass(Duration.ofMinutes(1));

        assertThat(layer().fault()).isEmpty();
        assertThat(snapshot.holds(plan.uid())).isFalse();
    }

    @Test
    void isNotProlongedByAWallClockThatIsSetBack() {
        snapshot.put(plan, clock.in(Duration.ofMinutes(1)));
        clock.pass(Duration.ofSeconds(50));
        clock.setWallClock(clock.in(Duration.ofHours(-1)));

        assertThat(layer().ttl()).isEqualTo(Duration.ofSeconds(10));
        clock.pass(Duration.ofSeconds(10));
        assertThat(layer().fault()).isEmpty();
    }

    @Test
    void isNotProlongedByAMachineThatSleeps() {
        snapshot.put(plan, clock.in(Duration.ofMinutes(1)));
        clock.sleep(Duration.ofMinutes(2));

        assertThat(layer().fault()).isEmpty();
    }

    @Test
    void hitsOnlyTheOriginsOfAFault() {
        Plan both =
                Plans.of(abort(RATINGS, REVIEWS), Plans.fault(RATINGS, null, Duration.ofMillis(5), 100, PRODUCTPAGE));
        snapshot.put(both, clock.in(Duration.ofMinutes(1)));

        assertThat(layer().fault()).contains(both.faults().get(0));
        assertThat(snapshot.layer(RATINGS, PRODUCTPAGE, TestServer.TTL).fault())
                .contains(both.faults().get(1));
        assertThat(snapshot.layer(RATINGS, DETAILS.service(), TestServer.TTL).fault())
                .isEmpty();
        assertThat(snapshot.layer(DETAILS, REVIEWS, TestServer.TTL).fault()).isEmpty();
    }

    @Test
    void givesADestinationToOneRunAtATime() {
        snapshot.put(plan, clock.in(Duration.ofMinutes(1)));

        Plan other = Plans.of(abort(RATINGS), abort(DETAILS));
        assertAborts(() -> snapshot.put(other, clock.in(Duration.ofMinutes(1))), "DestinationHeld");
        assertThat(snapshot.layer(DETAILS, REVIEWS, TestServer.TTL).fault()).isEmpty();

        clock.pass(Duration.ofMinutes(1));
        snapshot.put(other, clock.in(Duration.ofMinutes(1)));
        assertThat(layer().owner()).isEqualTo(other.uid());
    }

    @Test
    void neverTakesAStoppedRunBack() {
        snapshot.put(plan, clock.in(Duration.ofMinutes(1)));
        snapshot.remove(plan.uid());

        assertThat(layer().fault()).isEmpty();
        assertAborts(() -> snapshot.put(plan, clock.in(Duration.ofMinutes(1))), "AlreadyStopped");
    }

    @Test
    void refusesARunPastItsDeadline() {
        assertAborts(() -> snapshot.put(plan, clock.in(Duration.ZERO)), "DeadlinePassed");
    }

    private Layer layer() {
        return snapshot.layer(RATINGS, REVIEWS, TestServer.TTL);
    }

    private static void assertAborts(ThrowingCallable call, String reason) {
        assertThatThrownBy(call)
                .asInstanceOf(type(AbortException.class))
                .extracting(abort -> abort.verdict().reason())
                .isEqualTo(reason);
    }
}
