package io.glooshot.api;

/** The form of every duration in this API: Go's, in whole numbers, such as {@code 500ms}, {@code 90s} or {@code 1h30m}. */
final class Durations {

    static final String PATTERN = "^([0-9]{1,9}(ms|s|m|h))+$";

    private Durations() {}
}
