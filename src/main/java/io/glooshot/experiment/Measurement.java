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

    /** Of several series only the one that decides is kept. */
    public Measurement {
        reading = check.decisive(reading);
    }

    public boolean isBreach() {
        return check.isBreachedBy(reading);
    }

    public boolean isGood() {
        return check.isGood(reading);
    }

    /** The value beside the threshold and the series it is of, such as <code>0.2 > 0.01 in {pod="a"}</code>. */
    String comparison() {
        String series = reading instanceof Reading.Value read ? read.series() : "";
        return "%s %s %s%s"
                .formatted(
                        Numbers.text(Notable.value(this)),
                        check.operator().symbol(),
                        Numbers.text(check.threshold()),
                        series.isEmpty() ? "" : " in " + series);
    }

    /** The same, small enough to be kept. */
    Measurement shortened() {
        Reading brief = reading.shortened();
        return brief == reading ? this : new Measurement(check, at, brief, arrived);
    }
}
