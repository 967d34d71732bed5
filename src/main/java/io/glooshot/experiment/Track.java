package io.glooshot.experiment;

import java.time.Duration;
import java.util.Optional;

/** What is known of one check: its readings before and during the faults, and when it was last good. Immutable. */
public final class Track {

    private final Check check;
    private final Moment lastGood;
    private final Thinned baseline;
    private final Thinned readings;

    private Track(Check check, Moment lastGood, Thinned baseline, Thinned readings) {
        this.check = check;
        this.lastGood = lastGood;
        this.baseline = baseline;
        this.readings = readings;
    }

    static Track of(Check check, Moment lastGood, int capacity) {
        return new Track(check, lastGood, Thinned.toLeast(), Thinned.to(capacity));
    }

    /** With a reading that was made before anything was touched. */
    Track before(Measurement measurement) {
        return new Track(check, lastGood(measurement), baseline.with(measurement), readings);
    }

    Track with(Measurement measurement) {
        return new Track(check, lastGood(measurement), baseline, readings.with(measurement));
    }

    private Moment lastGood(Measurement next) {
        return next.isGood() && next.at().isAfter(lastGood) ? next.at() : lastGood;
    }

    public Check check() {
        return check;
    }

    /** When the last good reading was asked for; it may be one that an earlier process made. */
    public Moment lastGood() {
        return lastGood;
    }

    /** The newest reading, good or not. */
    public Optional<Measurement> last() {
        return Optional.ofNullable(readings.notable().last())
                .or(() -> Optional.ofNullable(baseline.notable().last()));
    }

    /** The earliest reading that met the condition. */
    public Optional<Measurement> breach() {
        return Optional.ofNullable(baseline.notable().breach())
                .or(() -> Optional.ofNullable(readings.notable().breach()));
    }

    /** What was read before anything was touched. */
    public Thinned baseline() {
        return baseline;
    }

    /** What was read since. */
    public Thinned readings() {
        return readings;
    }

    Duration blindFor(Moment now) {
        return now.since(lastGood);
    }

    boolean isGoodSince(Moment moment) {
        return !moment.isAfter(lastGood);
    }

    /** What the last answer said that was not a good reading, as a sentence. */
    String trouble() {
        return last().filter(measurement -> !measurement.isGood())
                .map(measurement -> "The last answer: " + measurement.reading().trouble())
                .orElse("No answer came since.");
    }
}
