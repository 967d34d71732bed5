package io.glooshot.report.rendering;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations, as reports have them and as people read them. */
final class Times {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final String PART = "(-?[0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h)";
    private static final Pattern PARTS = Pattern.compile(PART);
    private static final Pattern DURATION = Pattern.compile("(?:" + PART + "){1,4}");

    private Times() {}

    /** Empty when there is none, or something else. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** {@code 15:50:57.011}, in UTC. */
    static String clock(Instant time) {
        return CLOCK.format(time);
    }

    /** {@code 25 November 2026}, in UTC. */
    static String day(Instant time) {
        return DAY.format(time);
    }

    /** Reads {@code 39.057ms}, {@code 2m5.3s}; empty for anything else. */
    static Optional<Duration> duration(String text) {
        if (text == null || !DURATION.matcher(text).matches()) {
            return Optional.empty();
        }
        double nanos = 0;
        Matcher part = PARTS.matcher(text);
        while (part.find()) {
            nanos += Double.parseDouble(part.group(1)) * nanosPer(part.group(2));
        }
        return Optional.of(Duration.ofNanos(Math.round(nanos)));
    }

    private static double nanosPer(String unit) {
        return switch (unit) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            default -> 3600e9;
        };
    }

    /** {@code 385 ms}, {@code 1.25 s}, {@code 2 min 5 s}, {@code 1 h 30 min}. */
    static String words(Duration duration) {
        if (duration.isNegative()) {
            return "−" + words(duration.negated());
        }
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return duration.toMillis() + " ms";
        }
        if (seconds < 60) {
            return Figures.brief(String.valueOf(duration.toMillis() / 1e3)) + " s";
        }
        if (seconds < 3600) {
            return joined(seconds / 60, "min", seconds % 60, "s");
        }
        return joined(seconds / 3600, "h", seconds % 3600 / 60, "min");
    }

    private static String joined(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** {@code +1.25 s}, {@code −385 ms}, {@code 0 s}, {@code +1 min 20.052 s}: to the millisecond, however long. */
    static String offset(Duration duration) {
        if (duration.isNegative()) {
            return "−" + offset(duration.negated()).substring(1);
        }
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0 s";
        }
        if (millis < 1000) {
            return "+" + millis + " ms";
        }
        StringBuilder text = new StringBuilder("+");
        if (millis >= 3_600_000) {
            text.append(millis / 3_600_000).append(" h ");
        }
        if (millis >= 60_000) {
            text.append(millis % 3_600_000 / 60_000).append(" min ");
        }
        return text.append(BigDecimal.valueOf(millis % 60_000, 3)
                        .stripTrailingZeros()
                        .toPlainString())
                .append(" s")
                .toString();
    }
}
