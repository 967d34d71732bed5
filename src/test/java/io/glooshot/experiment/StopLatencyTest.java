package io.glooshot.experiment;

import static io.glooshot.experiment.Readings.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class StopLatencyTest {

    @Example
    void measuresEachStepOnTheMonotonicClock() {
        StopLatency stop = stop(evaluatedAfter(Duration.ofMillis(4)), 12);

        assertThat(stop.reading()).contains(Duration.ofMillis(8));
        assertThat(stop.decision()).contains(Duration.ofMillis(2));
        assertThat(stop.write()).contains(Duration.ofMillis(1));
        assertThat(stop.confirmation()).contains(Duration.ofMillis(20));
        assertThat(stop.clockSkew()).isEmpty();
    }

    @Example
    void cutsTheLegOfAClockThatIsAheadAndSaysByHowMuch() {
        StopLatency stop = stop(evaluatedAfter(Duration.ofSeconds(3)), 12);

        assertThat(stop.reading()).contains(Duration.ZERO);
        assertThat(stop.clockSkew()).contains(Duration.ofMillis(2_988));
    }

    @Example
    void cutsTheLegOfAClockThatIsBehindAndSaysByHowMuch() {
        StopLatency stop = stop(evaluatedAfter(Duration.ofSeconds(-3)), 12);

        assertThat(stop.reading()).contains(Duration.ofMillis(12));
        assertThat(stop.clockSkew()).contains(Duration.ofSeconds(-3));
    }

    @Property
    void noLegIsEverNegativeOrLongerThanItCanHaveBeen(
            @ForAll @LongRange(min = -100_000, max = 100_000) long skew, @ForAll @IntRange(max = 5_000) int answer) {
        StopLatency stop = stop(evaluatedAfter(Duration.ofMillis(skew)), answer);

        assertThat(stop.reading().orElseThrow()).isBetween(Duration.ZERO, Duration.ofMillis(answer));
    }

    @Example
    void leavesOutWhatItHasNotSeen() {
        StopLatency stop = new StopLatency(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(at(1)));

        assertThat(stop.reading()).isEmpty();
        assertThat(stop.decision()).isEmpty();
        assertThat(stop.write()).isEmpty();
        assertThat(stop.confirmation()).isEmpty();
        assertThat(stop.clockSkew()).isEmpty();
    }

    @Example
    void aWebhookSaysNothingOfWhenItEvaluates() {
        StopLatency stop = stop(null, 12);

        assertThat(stop.reading()).isEmpty();
        assertThat(stop.decision()).isPresent();
    }

    private static Instant evaluatedAfter(Duration delay) {
        return at(0).time().plus(delay);
    }

    /** Asked at 0, and the wall clock of a machine whose monotonic one goes on by itself. */
    private static StopLatency stop(Instant evaluated, int answerMillis) {
        Moment arrived = at(0).plus(Duration.ofMillis(answerMillis));
        Measurement breach =
                new Measurement(Readings.check("errors"), at(0), new Reading.Value(7, Map.of(), evaluated), arrived);
        Moment decided = arrived.plus(Duration.ofMillis(2));
        Moment written = decided.plus(Duration.ofMillis(1));
        Moment confirmed = written.plus(Duration.ofMillis(20));
        // As of a clock that is set: people see it, legs do not.
        Moment confused = new Moment(Instant.EPOCH, decided.nanos());
        return new StopLatency(
                Optional.of(breach), Optional.of(confused), Optional.of(written), Optional.of(confirmed));
    }
}
