package io.glooshot.experiment;

import io.glooshot.api.ComparisonOperator;
import java.time.Duration;

/**
 * A failure condition ready to be judged.
 *
 * @param noDataIsHealthy whether an empty answer counts as a good reading
 */
public record Check(
        String name,
        Signal signal,
        ComparisonOperator operator,
        double threshold,
        Duration interval,
        boolean noDataIsHealthy,
        Terms terms) {

    /** A check whose first breach ends the run. */
    public Check(
            String name,
            Signal signal,
            ComparisonOperator operator,
            double threshold,
            Duration interval,
            boolean noDataIsHealthy) {
        this(name, signal, operator, threshold, interval, noDataIsHealthy, Terms.STRICT);
    }

    /** Whether the reading meets the failure condition. Nothing but a value can, and a NaN never does. */
    public boolean isBreachedBy(Reading reading) {
        return decisive(reading) instanceof Reading.Value read && holds(read.value());
    }

    /** Whether the reading says how the system does. A NaN does not. */
    public boolean isGood(Reading reading) {
        Reading decisive = decisive(reading);
        if (decisive instanceof Reading.Value read) {
            return !Double.isNaN(read.value());
        }
        return noDataIsHealthy && decisive instanceof Reading.NoData none && !none.isOld();
    }

    /** The one reading that an answer of several series comes to; any other is itself. */
    Reading decisive(Reading reading) {
        return reading instanceof Reading.Vector vector ? Decisive.of(this, vector) : reading;
    }

    private boolean holds(double value) {
        return holds(value, operator, threshold);
    }

    /** Whether a value meets a condition; what is no number meets none. */
    public static boolean holds(double value, ComparisonOperator operator, double threshold) {
        if (Double.isNaN(value)) {
            return false;
        }
        return switch (operator) {
            case EQUAL -> value == threshold;
            case NOT_EQUAL -> value != threshold;
            case GREATER -> value > threshold;
            case LESS -> value < threshold;
            case GREATER_OR_EQUAL -> value >= threshold;
            case LESS_OR_EQUAL -> value <= threshold;
        };
    }
}
