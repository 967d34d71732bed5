package io.glooshot.report.rendering;

import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.PhaseRecord;
import io.glooshot.api.ReportSpec.ReadingRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One reading of a condition.
 *
 * @param time empty when the report has none that can be read
 * @param text the value as it is in the report, or why there is none
 */
record Point(Phase phase, Optional<Instant> time, Kind kind, String text, boolean met) {

    /** The part of the run in which it was read. */
    enum Phase {
        BASELINE("Baseline"),
        DURING("During"),
        RECOVERY("Recovery");

        private final String title;

        Phase(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        PhaseRecord of(ConditionRecord condition) {
            return switch (this) {
                case BASELINE -> condition.before();
                case DURING -> condition.during();
                case RECOVERY -> condition.after();
            };
        }
    }

    /** What came of it. Only a {@code VALUE} is a number. */
    enum Kind {
        VALUE,
        NOT_FINITE,
        NO_DATA,
        FAILED
    }

    /** All that the report has of a condition, in order of time. */
    static List<Point> of(ConditionRecord condition) {
        List<Point> points = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            PhaseRecord read = phase.of(condition);
            if (read != null) {
                read.readings().forEach(reading -> points.add(of(phase, reading)));
            }
        }
        points.sort(Comparator.comparing(point -> point.time().orElse(Instant.MAX)));
        return points;
    }

    private static Point of(Phase phase, ReadingRecord reading) {
        Kind kind = kind(reading);
        boolean hasValue = kind == Kind.VALUE || kind == Kind.NOT_FINITE;
        return new Point(
                phase,
                Times.instant(reading.time()),
                kind,
                Visible.line(hasValue ? reading.value() : reading.message()),
                Boolean.TRUE.equals(reading.met()));
    }

    private static Kind kind(ReadingRecord reading) {
        if ("Value".equals(reading.outcome())) {
            return Figures.finite(reading.value()).isPresent() ? Kind.VALUE : Kind.NOT_FINITE;
        }
        return "NoData".equals(reading.outcome()) ? Kind.NO_DATA : Kind.FAILED;
    }

    /** Only of a {@link Kind#VALUE}. */
    double value() {
        return Figures.finite(text).orElseThrow();
    }

    /** What it was, in a few words; the reason of a failure is not among them. */
    String shown() {
        return switch (kind) {
            case VALUE -> Figures.brief(text);
            case NOT_FINITE -> text.isEmpty() ? "no number" : text;
            case NO_DATA -> "no data";
            case FAILED -> "failed";
        };
    }
}
