package io.glooshot.experiment;

import static io.glooshot.experiment.Readings.MAX_BLIND;
import static io.glooshot.experiment.Readings.START;
import static io.glooshot.experiment.Readings.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.PrometheusTrigger.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for any readings whatever. */
class HistoryPropertyTest {

    private static final List<Check> CHECKS = List.of(
            Readings.check("high"),
            Readings.check("low", ComparisonOperator.LESS, -1),
            Readings.check("exact", ComparisonOperator.EQUAL, 0.1),
            Readings.noDataIsHealthy("quiet"));

    @Property
    void theOrderOfReadingsWithinATickNeverMatters(
            @ForAll("ticks") List<List<Measurement>> ticks, @ForAll Random random) {
        History inOrder = fresh();
        History shuffled = fresh();
        for (int tick = 0; tick < ticks.size(); tick++) {
            List<Measurement> another = new ArrayList<>(ticks.get(tick));
            Collections.shuffle(another, random);
            inOrder = inOrder.with(ticks.get(tick));
            shuffled = shuffled.with(another);

            assertThat(shuffled.verdict(at(tick))).isEqualTo(inOrder.verdict(at(tick)));
        }
        assertThat(shuffled.closing(at(ticks.size() - 1))).isEqualTo(inOrder.closing(at(ticks.size() - 1)));
    }

    @Property
    void noRunBothPassesAndHoldsABreach(@ForAll("ticks") List<List<Measurement>> ticks, @ForAll Random random) {
        List<Measurement> all =
                new ArrayList<>(ticks.stream().flatMap(List::stream).toList());
        Collections.shuffle(all, random);
        History history = fresh().with(all);
        boolean breached = all.stream().anyMatch(Measurement::isBreach);

        assertThat(history.closing(START) instanceof Verdict.Breached).isEqualTo(breached);
        assertThat(history.verdict(at(ticks.size())).orElse(null) instanceof Verdict.Breached)
                .isEqualTo(breached);
        assertThat(history.closing(START) instanceof Verdict.Passed && breached).isFalse();
        assertThat(history.tracks().stream().flatMap(track -> track.readings().points().stream()))
                .filteredOn(Measurement::isBreach)
                .hasSizeGreaterThanOrEqualTo(breached ? 1 : 0);
    }

    /** On any terms: rows of readings, initial delays, dry runs. */
    @Property
    void noRunPassesThatHoldsABreachOrEndsOnOne(
            @ForAll("ticks") List<List<Measurement>> ticks, @ForAll("terms") List<Terms> terms, @ForAll Random random) {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < CHECKS.size(); i++) {
            checks.add(on(CHECKS.get(i), terms.get(i)));
        }
        History history = History.of(checks, MAX_BLIND, check -> START).startedAt(START);
        History shuffled = history;
        Verdict.Breached held = null;
        for (int tick = 0; tick < ticks.size(); tick++) {
            List<Measurement> readings = new ArrayList<>(ticks.get(tick).stream()
                    .map(each -> new Measurement(checks.get(CHECKS.indexOf(each.check())), each.at(), each.reading()))
                    .toList());
            history = history.with(readings);
            Collections.shuffle(readings, random);
            shuffled = shuffled.with(readings);
            assertThat(shuffled.verdict(at(tick))).isEqualTo(history.verdict(at(tick)));
            if (held != null) {
                assertThat(history.verdict(at(tick))).hasValue(held);
            }
            held = history.verdict(at(tick)).orElse(null) instanceof Verdict.Breached breached ? breached : null;
        }
        Verdict closing = history.closing(at(ticks.size() - 1));

        assertThat(shuffled.closing(at(ticks.size() - 1))).isEqualTo(closing);
        assertThat(closing instanceof Verdict.Breached).isEqualTo(held != null);
        if (held != null) {
            Terms broken = held.measurement().check().terms();
            assertThat(held.measurement().isBreach()).isTrue();
            assertThat(broken.dryRun()).isFalse();
            assertThat(held.measurement().at().since(START)).isGreaterThanOrEqualTo(broken.initialDelay());
        }
        if (closing instanceof Verdict.Passed) {
            for (Track track : history.tracks()) {
                boolean breaching = track.last().filter(Measurement::isBreach).isPresent();
                assertThat(breaching && !track.check().terms().dryRun()).isFalse();
            }
        }
    }

    @Provide
    Arbitrary<List<Terms>> terms() {
        Arbitrary<Duration> delays = Arbitraries.integers().between(0, 10).map(Duration::ofSeconds);
        return Combinators.combine(delays, Arbitraries.integers().between(1, 3), Arbitraries.of(true, false))
                .as((delay, limit, dryRun) -> new Terms(Series.Any, delay, limit, dryRun))
                .list()
                .ofSize(CHECKS.size());
    }

    private static Check on(Check check, Terms terms) {
        return new Check(
                check.name(),
                check.signal(),
                check.operator(),
                check.threshold(),
                check.interval(),
                check.noDataIsHealthy(),
                terms);
    }

    @Property
    void aBreachIsNeverTakenBackOrReplacedByWhatIsReadLater(@ForAll("ticks") List<List<Measurement>> ticks) {
        Verdict earlier = null;
        History history = fresh();
        for (Measurement measurement : ticks.stream().flatMap(List::stream).toList()) {
            history = history.with(measurement);
            Verdict now = history.verdict(measurement.at()).orElse(null);
            if (earlier instanceof Verdict.Breached) {
                assertThat(now).isEqualTo(earlier);
            }
            earlier = now;
        }
    }

    @Property
    void aNanNeverMeetsACondition(@ForAll ComparisonOperator operator, @ForAll double threshold) {
        for (double limit : new double[] {threshold, Double.NaN, Double.POSITIVE_INFINITY}) {
            Check check = Readings.check("any", operator, limit);

            assertThat(check.isBreachedBy(new Reading.Value(Double.NaN))).isFalse();
            assertThat(check.isGood(new Reading.Value(Double.NaN))).isFalse();
        }
    }

    /** A list of ticks, one reading of each check in each. */
    @Provide
    Arbitrary<List<List<Measurement>>> ticks() {
        return readings()
                .list()
                .ofSize(CHECKS.size())
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(ticks -> {
                    List<List<Measurement>> measured = new ArrayList<>();
                    for (int tick = 0; tick < ticks.size(); tick++) {
                        List<Measurement> measurements = new ArrayList<>();
                        for (int check = 0; check < CHECKS.size(); check++) {
                            measurements.add(new Measurement(
                                    CHECKS.get(check), at(tick), ticks.get(tick).get(check)));
                        }
                        measured.add(measurements);
                    }
                    return measured;
                });
    }

    /** Mostly healthy, so that runs with and without a breach are both common. */
    private static Arbitrary<Reading> readings() {
        return Arbitraries.frequencyOf(
                Tuple.of(60, Arbitraries.doubles().between(-1, 0).map(Reading.Value::new)),
                Tuple.of(
                        1,
                        Arbitraries.of(0.1, 7.0, -7.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
                                .map(Reading.Value::new)),
                Tuple.of(5, Arbitraries.just(new Reading.Value(Double.NaN))),
                Tuple.of(10, Arbitraries.just(new Reading.NoData("empty"))),
                Tuple.of(10, Arbitraries.just(new Reading.Failed("refused"))));
    }

    private static History fresh() {
        return History.of(CHECKS, MAX_BLIND, check -> START);
    }
}
