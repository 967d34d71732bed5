package io.glooshot.experiment;

import static io.glooshot.api.ComparisonOperator.EQUAL;
import static io.glooshot.api.ComparisonOperator.GREATER;
import static io.glooshot.api.ComparisonOperator.GREATER_OR_EQUAL;
import static io.glooshot.api.ComparisonOperator.LESS;
import static io.glooshot.api.ComparisonOperator.LESS_OR_EQUAL;
import static io.glooshot.api.ComparisonOperator.NOT_EQUAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.ComparisonOperator;
import java.math.BigDecimal;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Comparison is exact: no rounding, no tolerance. */
class CheckTest {

    @Property
    void comparesAsExactNumbersDo(@ForAll ComparisonOperator operator, @ForAll double value, @ForAll double threshold) {
        int order = new BigDecimal(value).compareTo(new BigDecimal(threshold));
        boolean expected = switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS_OR_EQUAL -> order <= 0;
        };

        assertThat(isMet(value, operator, threshold)).isEqualTo(expected);
    }

    @Property
    void tellsApartWhatDiffersInTheLastBit(@ForAll double value) {
        double next = Math.nextUp(value);

        assertThat(isMet(value, EQUAL, value)).isTrue();
        assertThat(isMet(value, EQUAL, next)).isFalse();
        assertThat(isMet(value, NOT_EQUAL, next)).isTrue();
        assertThat(isMet(value, LESS, next)).isTrue();
        assertThat(isMet(next, LESS_OR_EQUAL, value)).isFalse();
        assertThat(isMet(next, GREATER, value)).isTrue();
        assertThat(isMet(value, GREATER_OR_EQUAL, next)).isFalse();
    }

    @Example
    void doesNotTakeASumThatMissesByABitForEqual() {
        assertThat(isMet(0.1 + 0.2, EQUAL, 0.3)).isFalse();
        assertThat(isMet(-0.0, EQUAL, 0.0)).isTrue();
    }

    @Example
    void takesNothingButAValueForAnAnswer() {
        Check check = Readings.check("any", NOT_EQUAL, 0);

        assertThat(check.isBreachedBy(new Reading.NoData("empty"))).isFalse();
        assertThat(check.isBreachedBy(new Reading.Failed("refused"))).isFalse();
    }

    private static boolean isMet(double value, ComparisonOperator operator, double threshold) {
        return Readings.check("any", operator, threshold).isBreachedBy(new Reading.Value(value));
    }
}
