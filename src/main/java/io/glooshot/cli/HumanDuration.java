package io.glooshot.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Spans of time as kubectl shows them: the longer, the coarser. */
final class HumanDuration {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private HumanDuration() {}

    /** {@code 90s}, {@code 5m30s}, {@code 45m}, {@code 3h5m}, {@code 30h}, {@code 4d2h}, {@code 20d}, {@code 2y5d}. */
    static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 2 * MINUTE) {
            return seconds + "s";
        }
        if (seconds < 3 * HOUR) {
            return seconds < 10 * MINUTE ? two(seconds, MINUTE, "m", 1, "s") : seconds / MINUTE + "m";
        }
        if (seconds < 2 * DAY) {
            return seconds < 8 * HOUR ? two(seconds, HOUR, "h", MINUTE, "m") : seconds / HOUR + "h";
        }
        if (seconds < 2 * YEAR) {
            return seconds < 8 * DAY ? two(seconds, DAY, "d", HOUR, "h") : seconds / DAY + "d";
        }
        return seconds < 8 * YEAR ? two(seconds, YEAR, "y", DAY, "d") : seconds / YEAR + "y";
    }

    /** How long ago an RFC 3339 time was; null for null, and the text itself where it is no time. */
    static String since(String time, Instant now) {
        try {
            return time == null ? null : of(Duration.between(Instant.parse(time), now));
        } catch (DateTimeParseException odd) {
            return time;
        }
    }

    private static String two(long seconds, long large, String largeUnit, long small, String smallUnit) {
        long rest = seconds % large / small;
        return seconds / large + largeUnit + (rest == 0 ? "" : rest + smallUnit);
    }
}
