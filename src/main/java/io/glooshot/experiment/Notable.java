package io.glooshot.experiment;

import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;

/**
 * The readings of one check that no thinning may lose. All but {@code first} and {@code last} are null until there is
 * one; NaN is neither smallest nor largest.
 *
 * @param breach the earliest that met the condition
 */
record Notable(Measurement first, Measurement last, Measurement min, Measurement max, Measurement breach) {

    static final Notable NONE = new Notable(null, null, null, null, null);

    Notable with(Measurement next) {
        return new Notable(
                first == null || first.at().isAfter(next.at()) ? next : first,
                last == null || !last.at().isAfter(next.at()) ? next : last,
                extreme(min, next, Math::min),
                extreme(max, next, Math::max),
                next.isBreach() && (breach == null || breach.at().isAfter(next.at())) ? next : breach);
    }

    Stream<Measurement> all() {
        return Stream.of(first, last, min, max, breach).filter(Objects::nonNull);
    }

    /** The value of a measurement that has one. */
    static double value(Measurement measurement) {
        return measurement.reading() instanceof Reading.Value read ? read.value() : Double.NaN;
    }

    private static Measurement extreme(Measurement known, Measurement next, DoubleBinaryOperator better) {
        double value = value(next);
        if (Double.isNaN(value)) {
            return known;
        }
        boolean keep = known != null && better.applyAsDouble(value(known), value) == value(known);
        return keep ? known : next;
    }
}
