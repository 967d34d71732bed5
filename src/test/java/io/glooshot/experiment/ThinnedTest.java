package io.glooshot.experiment;

import static io.glooshot.experiment.Readings.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ThinnedTest {

    private static final Check CHECK = Readings.check("errors");

    @Property(tries = 300)
    void keepsTheFirstTheLastTheExtremesAndTheBreachWithinItsBound(
            @ForAll("runs") List<Measurement> run, @ForAll @IntRange(min = 7, max = 240) int capacity) {
        Thinned thinned = Thinned.to(capacity);
        for (Measurement measurement : run) {
            thinned = thinned.with(measurement);
        }
        List<Measurement> points = thinned.points();
        List<Measurement> numbers = run.stream()
                .filter(measurement -> !Double.isNaN(Notable.value(measurement)))
                .toList();

        assertThat(points).hasSizeLessThanOrEqualTo(capacity).isSubsetOf(run).doesNotHaveDuplicates();
        assertThat(points).isSortedAccordingTo(Comparator.comparing(Measurement::at, Moment::compare));
        assertThat(points).startsWith(run.get(0)).endsWith(run.get(run.size() - 1));
        run.stream()
                .filter(Measurement::isBreach)
                .findFirst()
                .ifPresent(breach -> assertThat(points).contains(breach));
        numbers.stream()
                .mapToDouble(Notable::value)
                .min()
                .ifPresent(min -> assertThat(points).anyMatch(point -> Notable.value(point) == min));
        numbers.stream()
                .mapToDouble(Notable::value)
                .max()
                .ifPresent(max -> assertThat(points).anyMatch(point -> Notable.value(point) == max));
        assertThat(thinned.tally().total()).isEqualTo(run.size());
        assertThat(thinned.tally().values()).isEqualTo(numbers.size());
    }

    @Property(tries = 300)
    void keepsEverythingWhileThereIsRoom(@ForAll("runs") List<Measurement> run) {
        List<Measurement> few = run.subList(0, Math.min(235, run.size()));
        Thinned thinned = Thinned.to(240);
        for (Measurement measurement : few) {
            thinned = thinned.with(measurement);
        }

        assertThat(thinned.points()).isEqualTo(few);
    }

    @Example
    void spreadsItsPointsEvenlyOverADayOfReadings() {
        Thinned thinned = Thinned.to(240);
        for (int second = 0; second < 86_400; second++) {
            thinned = thinned.with(Readings.value(CHECK, second, 0));
        }
        List<Measurement> points = thinned.points();

        assertThat(points).hasSizeBetween(118, 240);
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).at().since(points.get(i - 1).at()))
                    .isLessThanOrEqualTo(Duration.ofSeconds(86_400 / 117));
        }
    }

    @Provide
    Arbitrary<List<Measurement>> runs() {
        Arbitrary<Double> values =
                Arbitraries.oneOf(Arbitraries.doubles().between(-1, 1.05), Arbitraries.of(Double.NaN, 1e300));
        Arbitrary<Reading> readings = Arbitraries.oneOf(
                values.map(Reading.Value::new),
                values.map(Reading.Value::new),
                Arbitraries.just(new Reading.NoData("empty")),
                Arbitraries.just(new Reading.Failed("refused")));
        return readings.list().ofMinSize(1).ofMaxSize(1_500).map(run -> {
            List<Measurement> measurements = new ArrayList<>();
            for (Reading reading : run) {
                measurements.add(new Measurement(CHECK, at(measurements.size()), reading));
            }
            return measurements;
        });
    }
}
