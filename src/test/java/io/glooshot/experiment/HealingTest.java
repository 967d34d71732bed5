package io.glooshot.experiment;

import static io.glooshot.experiment.Readings.at;
import static io.glooshot.experiment.Readings.failed;
import static io.glooshot.experiment.Readings.noData;
import static io.glooshot.experiment.Readings.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.experiment.Healing.Healed;
import io.glooshot.experiment.Healing.NotHealed;
import io.glooshot.experiment.Healing.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HealingTest {

    private static final Check ERRORS = Readings.check("errors");
    private static final Check LATENCY = Readings.check("latency");
    private static final Check QUIET = Readings.noDataIsHealthy("quiet");

    @Example
    void hasHealedAtTheFirstOfThreeHealthyReadingsInARow() {
        Healing healing = healing(ERRORS).with(value(ERRORS, 0, 5)).with(value(ERRORS, 1, 5));
        healing = healing.with(value(ERRORS, 2, 0)).with(value(ERRORS, 3, 0));

        assertThat(healing.healed()).isEmpty();
        assertThat(healing.with(value(ERRORS, 4, 0)).healed()).contains(new Healed(at(2)));
    }

    @Example
    void aSwingBackBeginsTheRowAnew() {
        Healing healing = with(healing(ERRORS), ERRORS, 0, 0, 5, 0, 0);

        assertThat(healing.healed()).isEmpty();
        assertThat(healing.with(value(ERRORS, 5, 0)).healed()).contains(new Healed(at(3)));
    }

    @Example
    void neitherAnErrorNorEmptinessIsHealthy() {
        Healing healing = with(healing(ERRORS), ERRORS, 0, 0).with(failed(ERRORS, 2));
        healing = healing.with(value(ERRORS, 3, 0)).with(value(ERRORS, 4, 0)).with(noData(ERRORS, 5));

        assertThat(healing.with(value(ERRORS, 6, Double.NaN)).healed()).isEmpty();
    }

    @Example
    void emptinessIsHealthyWhereTheConditionSaysSo() {
        Healing healing =
                healing(QUIET).with(noData(QUIET, 0)).with(noData(QUIET, 1)).with(noData(QUIET, 2));

        assertThat(healing.healed()).contains(new Healed(at(0)));
    }

    @Example
    void aDryRunNeitherHoldsTheRecoveryUpNorMakesItIll() {
        Check dry = new Check(
                "dry",
                new Signal.Promql("dry"),
                ComparisonOperator.GREATER,
                1,
                Duration.ofSeconds(1),
                false,
                new Terms(Series.Any, Duration.ZERO, 1, true));
        Healing healing = with(with(healing(ERRORS, dry), dry, 7, 7, 7), ERRORS, 0, 0, 0);

        assertThat(healing.healed()).contains(new Healed(at(0)));
        assertThat(healing.atTimeout(at(3))).isEqualTo(new Healed(at(0)));
        assertThat(healing.courses()).hasSize(2);
    }

    @Example
    void waitsForAllConditionsAndTellsTheLastOne() {
        Healing healing = with(healing(ERRORS, LATENCY), ERRORS, 0, 0, 0, 0, 0, 0);

        assertThat(healing.healed()).isEmpty();
        assertThat(with(healing, LATENCY, 5, 5, 0, 0, 0).healed()).contains(new Healed(at(2)));
    }

    @Example
    void whatWasAskedForWhileTheFaultsCouldBeOnDoesNotCount() {
        Healing healing = healing(ERRORS).with(value(ERRORS, -0.5, 0));

        assertThat(with(healing, ERRORS, 0, 0).healed()).isEmpty();
        assertThat(healing.courses().get(0).readings().points()).isEmpty();
    }

    @Example
    void needsNoMoreReadingsThanFitIntoItsTime() {
        Check seldom = seldom(Duration.ofMinutes(4));

        assertThat(healing(seldom).with(value(seldom, 1, 0)).healed()).contains(new Healed(at(1)));
        assertThat(healing(seldom(Duration.ofMinutes(2))).courses().get(0).needed())
                .isEqualTo(2);
        assertThat(healing(seldom(Duration.ofHours(1))).courses().get(0).needed())
                .isEqualTo(1);
    }

    @Example
    void aConditionThatIsStillMetHasNotHealedAndIsNamed() {
        Healing healing = with(healing(ERRORS, LATENCY), LATENCY, 0, 0, 0, 0).with(value(ERRORS, 299, 7.5));

        assertThat(healing.atTimeout(at(300)))
                .isEqualTo(new NotHealed("5m0s after the faults came off, the system has not healed:"
                        + " failure condition errors is met (7.5 > 1)."));
    }

    @Example
    void aConditionThatSwingsHasNotHealed() {
        Healing healing = healing(ERRORS)
                .with(value(ERRORS, 297, 0))
                .with(value(ERRORS, 298, 9))
                .with(value(ERRORS, 299, 0));

        assertThat(healing.atTimeout(at(300))).isInstanceOf(NotHealed.class);
    }

    @Example
    void aBreachHidesBehindNoErrorThatFollowsIt() {
        Healing healing = healing(ERRORS).with(value(ERRORS, 298, 9)).with(failed(ERRORS, 299));

        assertThat(healing.atTimeout(at(300))).isInstanceOf(NotHealed.class);
    }

    @Example
    void whatCannotBeReadForLongIsUnknown() {
        Healing healing = with(healing(ERRORS), ERRORS, 9, 9, 9).with(failed(ERRORS, 299));

        assertThat(healing.atTimeout(at(300)))
                .isEqualTo(new Unknown(
                        "Unreadable",
                        "Failure condition errors could not be read often enough after the faults came off."
                                + " The last answer: connection refused."));
        assertThat(healing(ERRORS).atTimeout(at(300))).isInstanceOf(Unknown.class);
    }

    @Property
    void theOrderOfConditionsWithinATickNeverMatters(
            @ForAll("runs") List<Reading> errors, @ForAll("runs") List<Reading> latency, @ForAll Random random) {
        Healing inOrder = healing(ERRORS, LATENCY);
        Healing shuffled = healing(ERRORS, LATENCY);
        for (int tick = 0; tick < Math.min(errors.size(), latency.size()); tick++) {
            List<Measurement> both = new ArrayList<>(List.of(
                    new Measurement(ERRORS, at(tick), errors.get(tick)),
                    new Measurement(LATENCY, at(tick), latency.get(tick))));
            inOrder = inOrder.with(both.get(0)).with(both.get(1));
            Collections.shuffle(both, random);
            shuffled = shuffled.with(both.get(0)).with(both.get(1));
        }

        assertThat(shuffled.healed()).isEqualTo(inOrder.healed());
        assertThat(shuffled.atTimeout(at(300))).isEqualTo(inOrder.atTimeout(at(300)));
    }

    @Property
    void hasHealedOnlyWhenTheLastReadingsWereHealthy(@ForAll("runs") List<Reading> run) {
        Healing healing = healing(ERRORS);
        for (int second = 0; second < run.size(); second++) {
            healing = healing.with(new Measurement(ERRORS, at(second), run.get(second)));
        }
        boolean lastAreHealthy = run.size() >= 3
                && run.subList(run.size() - 3, run.size()).stream()
                        .allMatch(reading -> ERRORS.isGood(reading) && !ERRORS.isBreachedBy(reading));

        assertThat(healing.healed().isPresent()).isEqualTo(lastAreHealthy);
        assertThat(healing.atTimeout(at(run.size())) instanceof Healed).isEqualTo(lastAreHealthy);
    }

    @Provide
    Arbitrary<List<Reading>> runs() {
        return Arbitraries.<Reading>of(
                        new Reading.Value(0),
                        new Reading.Value(0),
                        new Reading.Value(0),
                        new Reading.Value(7),
                        new Reading.Value(Double.NaN),
                        new Reading.NoData("empty"),
                        new Reading.Failed("refused"))
                .list()
                .ofMaxSize(40);
    }

    private static Healing with(Healing healing, Check check, double... values) {
        Healing next = healing;
        for (int second = 0; second < values.length; second++) {
            next = next.with(value(check, second, values[second]));
        }
        return next;
    }

    private static Healing healing(Check... checks) {
        Plan plan = new Plan(
                "uid",
                "namespace",
                "name",
                null,
                List.of(),
                List.of(checks),
                Duration.ofMinutes(1),
                Readings.MAX_BLIND,
                Duration.ofMinutes(5));
        return Healing.of(plan, at(0));
    }

    private static Check seldom(Duration interval) {
        return new Check("seldom", new Signal.Promql("seldom"), ComparisonOperator.GREATER, 1, interval, false);
    }
}
