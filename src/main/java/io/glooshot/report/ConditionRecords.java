package io.glooshot.report;

import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.PhaseRecord;
import io.glooshot.api.ReportSpec.ReadingRecord;
import io.glooshot.experiment.Brief;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Course;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Tally;
import io.glooshot.experiment.Thinned;
import io.glooshot.experiment.Track;
import java.util.List;
import java.util.OptionalDouble;

/** The readings of each condition, before, during and after the faults. */
final class ConditionRecords {

    /** Leaves a query of any length whole, unless it consists of little but characters that take six bytes each. */
    private static final int LONGEST_SIGNAL = 8 << 10;

    private ConditionRecords() {}

    static ConditionRecord of(Track track) {
        Check check = track.check();
        return new ConditionRecord(
                check.name(),
                signal(check),
                check.operator(),
                Numbers.text(check.threshold()),
                check.terms().dryRun() ? true : null,
                track.breach()
                        .map(breach -> ReportFactory.text(breach.at().time()))
                        .orElse(null),
                phase(track.baseline(), track.baseline().points()),
                phase(track.readings(), track.points()),
                null,
                null);
    }

    /** The same with what was read after the faults, by name. */
    static List<ConditionRecord> recovered(List<ConditionRecord> records, List<Course> courses) {
        return records.stream()
                .map(record -> courses.stream()
                        .filter(course -> course.check().name().equals(record.name()))
                        .findFirst()
                        .map(course -> record.recovered(
                                phase(course.readings(), course.readings().points()), timeRecovered(course)))
                        .orElse(record))
                .toList();
    }

    static String signal(Check check) {
        return Brief.text(check.signal().text(), LONGEST_SIGNAL);
    }

    private static String timeRecovered(Course course) {
        return course.healthySince()
                .map(moment -> ReportFactory.text(moment.time()))
                .orElse(null);
    }

    private static PhaseRecord phase(Thinned readings, List<Measurement> points) {
        Tally tally = readings.tally();
        if (tally.total() == 0) {
            return null;
        }
        return new PhaseRecord(
                tally.values(),
                tally.noData(),
                tally.failed(),
                text(readings.min()),
                text(tally.mean()),
                text(readings.max()),
                points.stream().map(ConditionRecords::reading).toList());
    }

    private static ReadingRecord reading(Measurement measurement) {
        Reading reading = measurement.reading();
        boolean isValue = reading instanceof Reading.Value;
        return new ReadingRecord(
                ReportFactory.text(measurement.at().time()),
                reading.getClass().getSimpleName(),
                isValue ? Numbers.text(((Reading.Value) reading).value()) : null,
                isValue ? null : reading.trouble(),
                measurement.isBreach() ? true : null);
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Numbers.text(value.getAsDouble()) : null;
    }
}
