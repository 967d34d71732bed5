package io.glooshot.experiment;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of one check: its readings before and during the faults, when it was last good, and whether it was met. Immutable. */
public final class Track {

    private final Check check;
    private final Moment lastGood;
    /** The newest good reading that is in the readings; null while there is none. */
    private final Measurement newestGood;

    private final Streak streak;
    private final Thinned baseline;
    private final Thinned readings;

    private Track(
            Check check, Moment lastGood, Measurement newestGood, Streak streak, Thinned baseline, Thinned readings) {
        this.check = check;
        this.lastGood = lastGood;
        this.newestGood = newestGood;
        this.streak = streak;
        this.baseline = baseline;
        this.readings = readings;
    }

    static Track of(Check check, Moment lastGood, int capacity) {
        return new Track(check, lastGood, null, Streak.of(check.terms()), Thinned.toLeast(), Thinned.to(capacity));
    }

    Track startedAt(Moment start) {
        return new Track(check, lastGood, newestGood, streak.startedAt(start), baseline, readings);
    }

    /** With a reading that was made before anything was touched. */
    Track before(Measurement measurement) {
        return new Track(check, lastGood(measurement), newestGood, streak, baseline.with(measurement), readings);
    }

    Track with(Measurement measurement) {
        return new Track(
                check,
                lastGood(measurement),
                newest(measurement),
                streak.with(measurement),
                baseline,
                readings.with(measurement));
    }

    private Moment lastGood(Measurement next) {
        return next.isGood() && next.at().isAfter(lastGood) ? next.at() : lastGood;
    }

    /** Of two made at the same moment, the one that meets the condition. */
    private Measurement newest(Measurement next) {
        if (!next.isGood()) {
            return newestGood;
        }
        int order = newestGood == null ? -1 : Moment.compare(newestGood.at(), next.at());
        return order < 0 || order == 0 && next.isBreach() ? next : newestGood;
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

    /** The reading by which the condition was met: the last of as many in a row as that takes. */
    public Optional<Measurement> breach() {
        return Optional.ofNullable(streak.met());
    }

    /** The newest good reading, if it meets the condition, whether or not that is enough. */
    Optional<Measurement> lastBreaching() {
        return Optional.ofNullable(newestGood).filter(Measurement::isBreach);
    }

    /** What was read before anything was touched. */
    public Thinned baseline() {
        return baseline;
    }

    /** What was read since. */
    public Thinned readings() {
        return readings;
    }

    /** The readings that are kept, in order of time; the one by which the condition was met is among them. */
    public List<Measurement> points() {
        return Stream.concat(readings.points().stream(), breach().stream())
                .distinct()
                .sorted(Comparator.comparing(Measurement::at, Moment::compare))
                .toList();
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
