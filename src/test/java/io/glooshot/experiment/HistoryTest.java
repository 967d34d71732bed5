package io.glooshot.experiment;

import static io.glooshot.experiment.Readings.MAX_BLIND;
import static io.glooshot.experiment.Readings.START;
import static io.glooshot.experiment.Readings.at;
import static io.glooshot.experiment.Readings.check;
import static io.glooshot.experiment.Readings.failed;
import static io.glooshot.experiment.Readings.noData;
import static io.glooshot.experiment.Readings.noDataIsHealthy;
import static io.glooshot.experiment.Readings.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final Check errors = check("errors");
    private final Check latency = check("latency");
    private final History history = History.of(List.of(errors, latency), MAX_BLIND, check -> START);

    @Test
    void breachesWithTheFirstReadingThatMeetsACondition() {
        History met =
                history.with(value(errors, 1, 0.5)).with(value(latency, 1, 7)).with(value(latency, 2, 9));

        assertThat(met.verdict(at(2))).hasValue(new Verdict.Breached(value(latency, 1, 7)));
        assertThat(met.verdict(at(2)).get().message()).isEqualTo("Failure condition latency was met: 7 > 1.");
        assertThat(met.closing(START)).isEqualTo(new Verdict.Breached(value(latency, 1, 7)));
    }

    @Test
    void namesTheEarliestBreachAndOfSeveralAtOnceThatOfTheFirstCheck() {
        assertThat(history.with(value(latency, 2, 7)).with(value(errors, 1, 3)).verdict(at(2)))
                .hasValue(new Verdict.Breached(value(errors, 1, 3)));
        assertThat(history.with(value(latency, 1, 7)).with(value(errors, 1, 3)).verdict(at(2)))
                .hasValue(new Verdict.Breached(value(errors, 1, 3)));
    }

    @Test
    void outlivesBadReadingsForAsLongAsMaxBlind() {
        History troubled =
                history.with(value(errors, 30, 0)).with(failed(latency, 1)).with(noData(latency, 30));

        assertThat(troubled.verdict(at(30))).isEmpty();
        assertThat(troubled.with(value(latency, 29, 0)).verdict(at(59))).isEmpty();
    }

    @Test
    void abortsWhenBlindSayingWhichForHowLongAndWhy() {
        History blind = history.with(value(errors, 30, 0)).with(failed(latency, 30));

        assertThat(blind.verdict(at(30.5)))
                .hasValue(new Verdict.Aborted(
                        "Blind",
                        "Failure condition latency had no good reading for 30.5s, longer than maxBlind (30s)."
                                + " The last answer: connection refused."));
    }

    @Test
    void abortsWhenNoAnswerComesAtAll() {
        assertThat(history.verdict(at(31)).orElseThrow().message()).contains("errors", "31s", "No answer came since.");
    }

    @Test
    void doesNotTrustTheWallClock() {
        History read = history.with(value(errors, 1, 0)).with(value(latency, 1, 0));
        Moment setBack = new Moment(Instant.EPOCH, at(32).nanos());
        Moment setForward = new Moment(START.time().plus(Duration.ofDays(365)), at(2).nanos());

        assertThat(read.verdict(setBack).orElseThrow().reason()).isEqualTo("Blind");
        assertThat(read.verdict(setForward)).isEmpty();
    }

    @Test
    void keepsTheLastGoodReadingThatAnEarlierProcessMade() {
        History resumed = History.of(List.of(errors), MAX_BLIND, check -> START.minus(Duration.ofSeconds(25)));

        assertThat(resumed.verdict(at(5))).isEmpty();
        assertThat(resumed.verdict(at(5.1))).isPresent();
    }

    @Test
    void countsAnEmptyAnswerAsGoodOnlyWhereThatIsHealthy() {
        Check empty = noDataIsHealthy("empty");
        History healthy = History.of(List.of(empty), MAX_BLIND, check -> START).with(noData(empty, 20));

        assertThat(healthy.verdict(at(50))).isEmpty();
        assertThat(healthy.closing(at(20))).isEqualTo(new Verdict.Passed());
        assertThat(healthy.with(failed(empty, 40)).verdict(at(51))).isPresent();
    }

    @Test
    void passesOnlyWhenEachCheckWasReadAtTheDeadline() {
        History read =
                history.with(value(errors, 10, 0)).with(value(latency, 9, 0)).with(failed(latency, 10));

        assertThat(read.closing(at(9))).isEqualTo(new Verdict.Passed());
        assertThat(read.closing(at(10)))
                .isEqualTo(new Verdict.Aborted(
                        "NotReadAtDeadline",
                        "Failure condition latency had no good reading at the deadline."
                                + " The last answer: connection refused."));
    }

    @Test
    void takesAControlRunWithoutConditions() {
        History nothing = History.of(List.of(), MAX_BLIND, check -> START);

        assertThat(nothing.verdict(at(1_000))).isEmpty();
        assertThat(nothing.closing(at(1_000))).isEqualTo(new Verdict.Passed());
    }

    @Test
    void keepsThePreReadAsItsFirstReadings() {
        History after = History.after(List.of(value(errors, 3, 0.25), value(latency, 4, 0)), MAX_BLIND);

        assertThat(after.tracks().get(0).baseline().points()).containsExactly(value(errors, 3, 0.25));
        assertThat(after.tracks().get(1).lastGood()).isEqualTo(at(4));
    }

    @Test
    void staysSmallHoweverLongTheRunAndWhateverItsErrors() {
        List<Check> checks =
                IntStream.range(0, 32).mapToObj(i -> check("check-" + i)).toList();
        History endless = History.of(checks, MAX_BLIND, check -> START);
        for (int second = 0; second < 1_000; second++) {
            for (Check check : checks) {
                endless = endless.with(new Measurement(check, at(second), new Reading.Failed("<".repeat(10_000))));
            }
        }
        List<Measurement> points = endless.tracks().stream()
                .flatMap(track -> track.readings().points().stream())
                .toList();

        assertThat(points).hasSizeBetween(500, History.POINTS);
        assertThat(points)
                .allSatisfy(point -> assertThat(point.reading().trouble()).hasSizeLessThan(50));
    }

    @Test
    void refusesAMeasurementOfAnotherRun() {
        assertThatThrownBy(() -> history.with(value(check("other"), 1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }
}
