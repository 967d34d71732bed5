package io.glooshot.experiment;

import java.util.OptionalDouble;

/**
 * How many readings had which outcome.
 *
 * @param sum of all values
 */
public record Tally(long values, long noData, long failed, double sum) {

    static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally plus(Reading reading) {
        if (reading instanceof Reading.Failed) {
            return new Tally(values, noData, failed + 1, sum);
        }
        return reading instanceof Reading.Value read && !Double.isNaN(read.value())
                ? new Tally(values + 1, noData, failed, sum + read.value())
                : new Tally(values, noData + 1, failed, sum);
    }

    /** The mean of all values; empty while there is none, or none that is finite. */
    public OptionalDouble mean() {
        return values == 0 || !Double.isFinite(sum) ? OptionalDouble.empty() : OptionalDouble.of(sum / values);
    }

    public long total() {
        return values + noData + failed;
    }
}
