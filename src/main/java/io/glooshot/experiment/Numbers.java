package io.glooshot.experiment;

import java.time.Duration;

/** Numbers as people and Prometheus write them. */
public final class Numbers {

    private static final long SECONDS_PER_MINUTE = 60;

    private Numbers() {}

    /** {@code 500ms}, {@code 30s}, {@code 31.5s}, {@code 2m5s}: to the tenth of a second, and as Go reads it. */
    public static String text(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        long tenths = Math.round(duration.toMillis() / 100.0);
        long minutes = tenths / (SECONDS_PER_MINUTE * 10);
        String seconds = text(tenths % (SECONDS_PER_MINUTE * 10) / 10.0) + "s";
        return minutes == 0 ? seconds : minutes + "m" + seconds;
    }

    /** {@code 1.234ms}, {@code 20.001s}: to the microsecond, and as Go reads it. */
    public static String precise(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        return Math.abs(micros) < 1_000_000 ? text(micros / 1e3) + "ms" : text(micros / 1e6) + "s";
    }

    /** {@code 0.01}, {@code 3} rather than {@code 3.0}, {@code NaN}, {@code +Inf}, {@code -Inf}. */
    public static String text(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.toString(value);
    }

    /** Reads what {@link #text(double)} wrote. */
    public static double parse(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
