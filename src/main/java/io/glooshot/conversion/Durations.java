package io.glooshot.conversion;

import java.util.Optional;

/** Takes durations. */
final class Durations {

    private final Fields fields;
    private final Ledger ledger;

    Durations(Fields fields, Ledger ledger) {
        this.fields = fields;
        this.ledger = ledger;
    }

    /** A field with a duration; what is none is told as lost. */
    Optional<Found> take(Value parent, String name) {
        return fields.any(parent, name).flatMap(this::read);
    }

    private Optional<Found> read(Value value) {
        Optional<OldDuration> duration = value.isMap()
                ? ofFields(value)
                : value.text().map(String::strip).flatMap(OldDuration::parse);
        if (duration.isEmpty()) {
            ledger.lose(value, "is no duration such as 90s or 1h30m.");
        }
        return duration.map(length -> new Found(value, length));
    }

    private Optional<OldDuration> ofFields(Value value) {
        Optional<Long> seconds = whole(value, "seconds");
        Optional<Long> nanos = whole(value, "nanos");
        return seconds.isEmpty() || nanos.isEmpty()
                ? Optional.empty()
                : Optional.of(OldDuration.of(seconds.get(), nanos.get()));
    }

    private Optional<Long> whole(Value parent, String name) {
        Optional<Value> value = fields.any(parent, name);
        return value.isEmpty()
                ? Optional.of(0L)
                : value.flatMap(number -> fields.number(parent, name))
                        .map(Fields::numberOf)
                        .filter(Long.class::isInstance)
                        .map(Long.class::cast);
    }

    /** For today's API; tells when it is said in another way, or had to be rounded. */
    String today(Found found) {
        String text = found.duration().today();
        if (!found.duration().isExact()) {
            ledger.warn(found.value(), "is now %s: nothing finer than a millisecond can be said.".formatted(text));
        } else if (!text.equals(found.duration().written())) {
            ledger.info(found.value(), "is now %s, which is the same.".formatted(text));
        }
        return text;
    }

    /** A duration, and where it stands. */
    record Found(Value value, OldDuration duration) {}
}
