package io.glooshot.experiment;

import static io.glooshot.experiment.Readings.MAX_BLIND;
import static io.glooshot.experiment.Readings.START;
import static io.glooshot.experiment.Readings.at;
import static io.glooshot.experiment.Readings.failed;
import static io.glooshot.experiment.Readings.noData;
import static io.glooshot.experiment.Readings.on;
import static io.glooshot.experiment.Readings.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.docs.DocTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On which terms readings end a run. The tables of docs/conditions.md are cases of these tests. */
class TermsTest {

    private final Check twice = on("twice", new Terms(Series.Any, Duration.ZERO, 2, false));
    private final Check late = on("late", new Terms(Series.Any, Duration.ofSeconds(10), 1, false));
    private final Check dry = on("dry", new Terms(Series.Any, Duration.ZERO, 1, true));
    private final Check strict = Readings.check("strict");

    @ParameterizedTest
    @MethodSource("rows")
    void takesReadingsInARowAsDocumented(List<String> row) {
        Check check = new Check(
                "row",
                strict.signal(),
                strict.operator(),
                strict.threshold(),
                strict.interval(),
                row.get(1).equals("Healthy"),
                new Terms(Series.Any, seconds(row.get(2)), Integer.parseInt(row.get(3)), false));
        History history = run(check);
        String metAt = "no";
        int second = 0;
        for (String reading : row.get(0).split(" ")) {
            second++;
            history = history.with(reading(check, second, reading));
            if (metAt.equals("no") && history.verdict(at(second)).isPresent()) {
                metAt = "at " + second;
            }
        }

        assertThat(metAt).isEqualTo(row.get(4));
        assertThat(history.closing(at(second - 1)).reason()).isEqualTo(row.get(5));
    }

    static Stream<List<String>> rows() throws IOException {
        return DocTable.under("### Readings in a row", 15);
    }

    @Test
    void saysHowManyReadingsItTook() {
        History met = run(twice).with(value(twice, 1, 5)).with(value(twice, 2, 6));

        assertThat(met.verdict(at(2)))
                .map(Verdict::message)
                .hasValue("Failure condition twice was met by 2 readings in a row: 6 > 1.");
    }

    @Test
    void takesReadingsInTheOrderInWhichTheyWereAskedFor() {
        History overtaken =
                run(twice).with(value(twice, 1, 5)).with(value(twice, 3, 5)).with(value(twice, 2, 0));
        History late =
                run(twice).with(value(twice, 1, 5)).with(value(twice, 3, 0)).with(value(twice, 2, 5));

        assertThat(overtaken.closing(at(3)).reason())
                .as("a fault comes off in doubt")
                .isEqualTo("ConditionMet");
        assertThat(late.verdict(at(3))).hasValue(new Verdict.Breached(value(twice, 2, 5)));
    }

    @Test
    void staysMetWhateverIsReadLater() {
        History met = run(twice).with(value(twice, 1, 5)).with(value(twice, 2, 6));
        for (int second = 3; second < 300; second++) {
            met = met.with(value(twice, second, 0));
        }

        assertThat(met.closing(START)).isEqualTo(new Verdict.Breached(value(twice, 2, 6)));
        assertThat(met.tracks().get(0).points()).contains(value(twice, 2, 6));
    }

    @Test
    void doesNotLookAwayDuringTheInitialDelay() {
        Check longDelay = on("late", new Terms(Series.Any, Duration.ofSeconds(100), 1, false));

        assertThat(run(longDelay).with(failed(longDelay, 20)).verdict(at(31)))
                .map(Verdict::reason)
                .hasValue("Blind");
        assertThat(run(longDelay).with(value(longDelay, 20, 5)).verdict(at(31))).isEmpty();
    }

    @Test
    void countsNothingOfAnInitialDelayBeforeTheStart() {
        History unstarted = History.of(List.of(late), MAX_BLIND, check -> START).with(value(late, 20, 5));

        assertThat(unstarted.verdict(at(20))).isEmpty();
        assertThat(unstarted.startedAt(at(20)).with(value(late, 29, 5)).verdict(at(29)))
                .isEmpty();
        assertThat(unstarted.startedAt(at(20)).with(value(late, 30, 5)).verdict(at(30)))
                .isPresent();
    }

    @Test
    void stillRefusesToStartWhenAConditionIsMetThatWouldWait() {
        assertThat(History.preRead(List.of(value(late, 0, 5))).map(Verdict::reason))
                .hasValue("ConditionAlreadyMet");
        assertThat(History.preRead(List.of(value(twice, 0, 5))).map(Verdict::reason))
                .hasValue("ConditionAlreadyMet");
    }

    @Test
    void neverEndsARunForADryRun() {
        History history = run(dry, strict).with(value(dry, 1, 5)).with(value(strict, 1, 0));

        assertThat(history.verdict(at(1))).isEmpty();
        assertThat(history.with(value(strict, 40, 0)).verdict(at(40))).isEmpty();
        assertThat(history.with(value(strict, 40, 0)).closing(at(40))).isEqualTo(new Verdict.Passed());
        assertThat(history.tracks().get(0).breach()).hasValue(value(dry, 1, 5));
    }

    @Test
    void letsNoDryRunHideThatTheOthersAreBlind() {
        History history = run(dry, strict).with(value(dry, 40, 0)).with(failed(strict, 40));

        assertThat(history.verdict(at(40)))
                .map(Verdict::message)
                .get()
                .asString()
                .contains("strict");
    }

    @Test
    void startsWhateverADryRunSaysAndWarns() {
        List<Measurement> met = List.of(value(dry, 0, 5), value(strict, 0, 0));
        List<Measurement> empty = List.of(noData(dry, 0), value(strict, 0, 0));

        assertThat(History.preRead(met)).isEmpty();
        assertThat(History.preRead(empty)).isEmpty();
        assertThat(History.after(met, MAX_BLIND).warnings())
                .containsExactly("Failure condition dry, a dry run, is met before any fault: 5 > 1.");
        assertThat(History.after(empty, MAX_BLIND).warnings())
                .containsExactly(
                        "Failure condition dry, a dry run, has no good reading: the query returned no series.");
    }

    @Test
    void warnsWhenNothingButTheDeadlineEndsTheRun() {
        assertThat(History.after(List.of(value(dry, 0, 0)), MAX_BLIND).warnings())
                .containsExactly(
                        "Every failure condition is a dry run: only the deadline and spec.stop end this experiment.");
        assertThat(History.after(List.of(), MAX_BLIND).warnings()).isEmpty();
    }

    private static History run(Check... checks) {
        return History.of(List.of(checks), MAX_BLIND, check -> START).startedAt(START);
    }

    private static Measurement reading(Check check, int second, String reading) {
        return switch (reading) {
            case "met" -> value(check, second, 5);
            case "well" -> value(check, second, 0);
            case "empty" -> noData(check, second);
            case "NaN" -> value(check, second, Double.NaN);
            case "failed" -> failed(check, second);
            default -> throw new IllegalArgumentException(reading);
        };
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }
}
