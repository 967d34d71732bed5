package io.glooshot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Reading.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What several series in one answer mean, for any numbers whatever. */
class DecisiveTest {

    @Property
    void anyIsMetWhereOneSeriesMeetsIt(
            @ForAll ComparisonOperator operator,
            @ForAll("numbers") double threshold,
            @ForAll("vectors") Vector vector) {
        Check check = check(Series.Any, operator, threshold);

        assertThat(measured(check, vector).isBreach())
                .isEqualTo(vector.series().stream().anyMatch(check::isBreachedBy));
    }

    @Property
    void allIsMetWhereEveryNumberMeetsIt(
            @ForAll ComparisonOperator operator,
            @ForAll("numbers") double threshold,
            @ForAll("vectors") Vector vector) {
        Check check = check(Series.All, operator, threshold);
        List<Value> numbers = numbers(vector);

        assertThat(measured(check, vector).isBreach())
                .isEqualTo(!numbers.isEmpty() && numbers.stream().allMatch(check::isBreachedBy));
    }

    @Property
    void theOrderOfSeriesNeverMatters(
            @ForAll Series series,
            @ForAll ComparisonOperator operator,
            @ForAll("numbers") double threshold,
            @ForAll("vectors") Vector vector,
            @ForAll Random random) {
        List<Value> shuffled = new ArrayList<>(vector.series());
        Collections.shuffle(shuffled, random);
        Check check = check(series, operator, threshold);

        assertThat(measured(check, new Vector(shuffled))).isEqualTo(measured(check, vector));
    }

    @Property
    void aNanIsLeftOutAndNeverMetsACondition(
            @ForAll ComparisonOperator operator,
            @ForAll("numbers") double threshold,
            @ForAll("vectors") Vector vector) {
        for (Series series : List.of(Series.Any, Series.All)) {
            Check check = check(series, operator, threshold);
            Measurement measurement = measured(check, vector);

            if (numbers(vector).isEmpty()) {
                assertThat(measurement.reading()).isInstanceOf(Reading.NoData.class);
            } else {
                assertThat(measurement).isEqualTo(measured(check, new Vector(numbers(vector))));
                assertThat(measurement.isGood()).isTrue();
            }
        }
    }

    @Property
    void singleTakesNoneOfSeveral(@ForAll("vectors") Vector vector) {
        Reading reading = measured(check(Series.Single, ComparisonOperator.GREATER, 1), vector)
                .reading();

        assertThat(reading).isInstanceOf(Reading.Failed.class);
        assertThat(reading.trouble()).contains(vector.series().size() + " series", "series: Single", "sum()");
    }

    @Example
    void tellsTheSeriesThatDecides() {
        Value well = new Value(0, Map.of("pod", "a"));
        Value harmed = new Value(7, Map.of("pod", "b", "zone", "x"));
        Check check = check(Series.Any, ComparisonOperator.GREATER, 1);

        Measurement measurement = measured(check, new Vector(List.of(well, harmed)));

        assertThat(measurement.reading()).isEqualTo(harmed);
        assertThat(new Verdict.Breached(measurement).message())
                .isEqualTo("Failure condition any was met: 7 > 1 in {pod=\"b\", zone=\"x\"}.");
    }

    @Example
    void keepsMessagesShortWhateverTheLabels() {
        Value long1 = new Value(7, Map.of("pod", "<".repeat(10_000)));

        assertThat(long1.series()).hasSizeLessThan(210);
    }

    /** Few enough numbers that equal ones are common. */
    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.of(
                0.0,
                -0.0,
                1.0,
                2.0,
                -1.0,
                Math.nextUp(1.0),
                Double.MIN_VALUE,
                1e300,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY);
    }

    @Provide
    Arbitrary<Vector> vectors() {
        Arbitrary<Double> values = Arbitraries.oneOf(numbers(), Arbitraries.just(Double.NaN));
        return values.list().ofMinSize(2).ofMaxSize(6).map(list -> {
            List<Value> series = new ArrayList<>();
            list.forEach(value -> series.add(new Value(value, Map.of("pod", "p" + series.size()))));
            return new Vector(series);
        });
    }

    private static List<Value> numbers(Vector vector) {
        return vector.series().stream()
                .filter(value -> !Double.isNaN(value.value()))
                .toList();
    }

    private static Measurement measured(Check check, Reading reading) {
        return new Measurement(check, Readings.START, reading);
    }

    private static Check check(Series series, ComparisonOperator operator, double threshold) {
        Terms terms = new Terms(series, Duration.ZERO, 1, false);
        return new Check("any", new Signal.Promql("any"), operator, threshold, Duration.ofSeconds(1), false, terms);
    }
}
