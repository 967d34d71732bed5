package io.glooshot.experiment;

import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.NoData;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Reading.Vector;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * How old the data behind an answer may be, and the query that tells.
 *
 * @param query yields the time of the newest sample, in seconds since 1970
 */
public record Freshness(String query, Duration maxAge) {

    /**
     * What speaks against an answer whose data are as the query's own answer says; of several times the oldest counts.
     *
     * @param now on the server's own clock, in seconds since 1970
     */
    public Optional<Reading> objection(Reading newest, double now) {
        if (newest instanceof Failed failed) {
            return Optional.of(new Failed("freshnessQuery: " + failed.message()));
        }
        double time = oldest(newest);
        if (Double.isNaN(time)) {
            return Optional.of(NoData.old("freshnessQuery: " + newest.trouble()));
        }
        double age = now - time;
        if (age < -seconds(maxAge)) {
            return Optional.of(
                    new Failed(
                            "freshnessQuery yields a time in the future; it must be in seconds since 1970, as timestamp() gives it."));
        }
        return tooOld("The newest sample is", age, maxAge);
    }

    /** @param what begins the sentence that says how old it is */
    static Optional<Reading> tooOld(String what, double age, Duration maxAge) {
        return age <= seconds(maxAge)
                ? Optional.empty()
                : Optional.of(NoData.old(
                        "%s %s old, older than maxBlind (%s).".formatted(what, text(age), Numbers.text(maxAge))));
    }

    /** NaN where one of them has no time. */
    private static double oldest(Reading newest) {
        DoubleStream times = newest instanceof Vector vector
                ? vector.series().stream().mapToDouble(Value::value)
                : DoubleStream.of(newest instanceof Value read ? read.value() : Double.NaN);
        return times.reduce(Double.POSITIVE_INFINITY, Math::min);
    }

    private static String text(double seconds) {
        return seconds < Integer.MAX_VALUE
                ? Numbers.text(Duration.ofMillis(Math.round(seconds * 1_000)))
                : Numbers.text(seconds) + "s";
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
