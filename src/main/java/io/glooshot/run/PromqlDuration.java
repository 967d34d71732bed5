package io.glooshot.run;

import java.time.Duration;

/** Durations as Prometheus writes them: {@code 90s} is {@code 1m30s}, so that it also equals a label that says so. */
final class PromqlDuration {

    private PromqlDuration() {}

    static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        part(text, duration.toHours(), "h");
        part(text, duration.toMinutesPart(), "m");
        part(text, duration.toSecondsPart(), "s");
        part(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void part(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(count).append(unit);
        }
    }
}
