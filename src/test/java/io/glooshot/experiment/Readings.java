package io.glooshot.experiment;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.NoData;
import io.glooshot.experiment.Reading.Value;
import java.time.Duration;
import java.time.Instant;

/** Checks, moments and measurements to judge. */
public final class Readings {

    /** Near the largest number of the monotonic clock, so that every test crosses its edge. */
    public static final Moment START =
            new Moment(Instant.parse("2026-01-01T00:00:00Z"), Long.MAX_VALUE - 5_000_000_000L);

    public static final Duration MAX_BLIND = Duration.ofSeconds(30);

    private Readings() {}

    public static Check check(String name, ComparisonOperator operator, double threshold) {
        return new Check(name, new Signal.Promql(name), operator, threshold, Duration.ofSeconds(1), false);
    }

    /** Met by anything above 1. */
    public static Check check(String name) {
        return check(name, ComparisonOperator.GREATER, 1);
    }

    public static Check noDataIsHealthy(String name) {
        return new Check(name, new Signal.Promql(name), ComparisonOperator.GREATER, 1, Duration.ofSeconds(1), true);
    }

    /** Met by anything above 1, on terms of its own. */
    public static Check on(String name, Terms terms) {
        return new Check(
                name, new Signal.Promql(name), ComparisonOperator.GREATER, 1, Duration.ofSeconds(1), false, terms);
    }

    public static Moment at(double seconds) {
        return START.plus(Duration.ofNanos((long) (seconds * 1e9)));
    }

    public static Measurement value(Check check, double seconds, double value) {
        return new Measurement(check, at(seconds), new Value(value));
    }

    public static Measurement noData(Check check, double seconds) {
        return new Measurement(check, at(seconds), new NoData("the query returned no series."));
    }

    public static Measurement failed(Check check, double seconds) {
        return new Measurement(check, at(seconds), new Failed("connection refused."));
    }
}
