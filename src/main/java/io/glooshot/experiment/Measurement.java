package io.glooshot.experiment;

/**
 * A check's signal, read once.
 *
 * @param at when the answer was asked for: what it says cannot be newer
 */
public record Measurement(Check check, Moment at, Reading reading) {

    public boolean isBreach() {
        return check.isBreachedBy(reading);
    }

    public boolean isGood() {
        return check.isGood(reading);
    }
}
