package io.glooshot.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Durations of one kind. */
record Sample(List<Duration> sorted) {

    private static final double NANOS_PER_MILLI = 1e6;

    Sample {
        sorted = sorted.stream().sorted().toList();
    }

    static <T> Sample of(List<T> measured, Function<T, Duration> duration) {
        return new Sample(measured.stream().map(duration).toList());
    }

    /** By the nearest rank: with fewer than a hundred durations, the 0.99 is the longest of them. */
    Duration percentile(double share) {
        int rank = (int) Math.ceil(sorted.size() * share);
        return sorted.get(Math.max(1, rank) - 1);
    }

    double percentileMillis(double share) {
        return percentile(share).toNanos() / NANOS_PER_MILLI;
    }

    boolean isEmpty() {
        return sorted.isEmpty();
    }

    /** In milliseconds. */
    String text(double share) {
        return sorted.isEmpty() ? "–" : figure(percentileMillis(share));
    }

    String median() {
        return text(0.5);
    }

    /** The median and the 0.99. */
    String both() {
        return sorted.isEmpty() ? "–" : text(0.5) + " / " + text(0.99);
    }

    static String figure(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }
}
