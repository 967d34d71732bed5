package io.glooshot.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundTest {

    /** The quantiles of the beta distribution that others print for these. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0.950000",
        "10, 0, 0.258866",
        "59, 0, 0.049508",
        "200, 0, 0.014867",
        "10, 1, 0.394163",
        "20, 3, 0.343664",
        "200, 2, 0.031143",
        "10, 9, 0.994884"
    })
    void isThatOfClopperAndPearson(int trials, int failures, double upper) {
        assertThat(new Bound(trials, failures).upper()).isCloseTo(upper, within(0.000_01));
    }

    @Test
    void saysNothingWhereNothingWasTriedOrAllFailed() {
        assertThat(new Bound(0, 0).upper()).isEqualTo(1);
        assertThat(new Bound(7, 7).upper()).isEqualTo(1);
    }

    @Property
    void isJustBelowTheRuleOfThreeWithoutFailures(@ForAll @IntRange(min = 1, max = 5_000) int trials) {
        double upper = new Bound(trials, 0).upper();

        assertThat(upper).isCloseTo(1 - Math.pow(0.05, 1.0 / trials), within(1e-9));
        assertThat(upper).isLessThan(3.0 / trials);
    }

    @Property
    void growsWithTheFailuresAndShrinksWithTheTrials(
            @ForAll @IntRange(min = 2, max = 500) int trials, @ForAll @IntRange(min = 0, max = 498) int some) {
        int failures = Math.min(some, trials - 2);
        double upper = new Bound(trials, failures).upper();

        assertThat(upper).isGreaterThan((double) failures / trials);
        assertThat(new Bound(trials, failures + 1).upper()).isGreaterThan(upper);
        assertThat(new Bound(trials + 1, failures).upper()).isLessThan(upper);
    }

    @Test
    void refusesMoreFailuresThanTrials() {
        assertThatThrownBy(() -> new Bound(3, 4)).hasMessageContaining("4 failures of 3 trials");
    }
}
