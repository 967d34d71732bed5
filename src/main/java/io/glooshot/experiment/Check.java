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
        boolean noDataIsHealthy) {

    /** Whether the reading meets the failure condition. Nothing but a value can, and a NaN never does. */
    public boolean isBreachedBy(Reading reading) {
        return reading instanceof Reading.Value read && holds(read.value());
    }

    /** Whether the reading says how the system does. A NaN does not. */
    public boolean isGood(Reading reading) {
        if (reading instanceof Reading.Value read) {
            return !Double.isNaN(read.value());
        }
        return noDataIsHealthy && reading instanceof Reading.NoData;
    }

    private boolean holds(double value) {
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
