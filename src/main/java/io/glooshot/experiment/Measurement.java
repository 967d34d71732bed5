package io.glooshot.experiment;

/**
 * A check's signal, read once.
 *
 * @param at when the answer was asked for: what it says cannot be newer
 * @param arrived when the answer was there
 */
public record Measurement(Check check, Moment at, Reading reading, Moment arrived) {

    /** One whose answer took no time. */
    public Measurement(Check check, Moment at, Reading reading) {
        this(check, at, reading, at);
    }

    public boolean isBreach() {
        return check.isBreachedBy(reading);
    }

    public boolean isGood() {
        return check.isGood(reading);
    }

    /** The value beside the threshold, such as {@code 0.2 > 0.01}. */
    String comparison() {
        return "%s %s %s"
                .formatted(
                        Numbers.text(Notable.value(this)), check.operator().symbol(), Numbers.text(check.threshold()));
    }

    /** The same, small enough to be kept. */
    Measurement shortened() {
        Reading brief = reading.shortened();
        return brief == reading ? this : new Measurement(check, at, brief, arrived);
    }
}
