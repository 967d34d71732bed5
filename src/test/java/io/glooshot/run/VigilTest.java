package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Of a run of a minute that its timer has not ended yet. */
class VigilTest {

    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final Moment START = new Moment(Instant.parse("2026-01-01T00:00:00Z"), 0);
    private static final Moment DEADLINE = after(60);

    private final Check check = new Check(
            "errors", new Signal.Promql("errors"), ComparisonOperator.GREATER, 1, Duration.ofSeconds(1), false);
    private final History unread = History.of(List.of(check), Duration.ofSeconds(30), each -> START);

    @Test
    void leavesTheDeadlineToTheTimerForAWhile() {
        assertThat(verdict(readAt(59), after(60.9))).isEmpty();
    }

    @Test
    void endsARunWhoseDeadlineHasPassedByAClockThatWasSet() {
        Moment setForward =
                new Moment(START.time().plusSeconds(3_600), after(20).nanos());

        assertThat(verdict(readAt(19), setForward).orElseThrow().reason()).isEqualTo("ClockChanged");
    }

    @Test
    void judgesARunWhoseTimerIsLateByItsReadingsAndBlamesNoClock() {
        assertThat(verdict(readAt(59), after(62))).hasValue(new Verdict.Passed());
        assertThat(verdict(readAt(50), after(62)).orElseThrow().reason()).isEqualTo("NotReadAtDeadline");
    }

    @Test
    void takesNothingForASuccessThatWentOnUnwatched() {
        assertThat(verdict(readAt(59), after(120)).orElseThrow().reason()).isEqualTo("Blind");
    }

    @Test
    void watchesNothingThatIsPutOnWhenTheDeadlineHasPassed() {
        assertThat(Vigil.verdictBeforeTheWatch(DEADLINE, after(59.9))).isEmpty();
        for (double late : List.of(60.0, 62.0)) {
            Verdict verdict = Vigil.verdictBeforeTheWatch(DEADLINE, after(late)).orElseThrow();
            assertThat(verdict.reason()).isEqualTo("DeadlinePassed");
        }
    }

    private static Optional<Verdict> verdict(History history, Moment now) {
        return Vigil.verdictByClock(history, DEADLINE.time(), DEADLINE, now, CLOSING);
    }

    private History readAt(int second) {
        return unread.with(new Measurement(check, after(second), new Reading.Value(0, Map.of())));
    }

    private static Moment after(double seconds) {
        return START.plus(Duration.ofMillis(Math.round(seconds * 1_000)));
    }
}
