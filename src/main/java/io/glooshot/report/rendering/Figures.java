package io.glooshot.report.rendering;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/** Numbers, as reports have them and as people read them. */
final class Figures {

    private static final int DIGITS = 4;
    private static final int MOST_DIGITS_IN_FRONT = 9;
    private static final int MOST_ZEROS_BEHIND_POINT = 4;

    private Figures() {}

    /** The number; empty for what is none, or not a finite one. */
    static OptionalDouble finite(String text) {
        try {
            double value = text == null ? Double.NaN : Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** With four digits that count, {@code 80.03} or {@code 1.235e-300}; what is no finite number as it is. */
    static String brief(String text) {
        OptionalDouble finite = finite(text);
        if (finite.isEmpty()) {
            return Visible.line(text);
        }
        BigDecimal whole = BigDecimal.valueOf(finite.getAsDouble());
        BigDecimal brief = whole.precision() - whole.scale() > DIGITS
                ? whole.setScale(0, RoundingMode.HALF_UP)
                : whole.round(new MathContext(DIGITS));
        if (brief.signum() == 0) {
            return "0";
        }
        brief = brief.stripTrailingZeros();
        int digitsInFront = brief.precision() - brief.scale();
        if (digitsInFront > MOST_DIGITS_IN_FRONT || digitsInFront < -MOST_ZEROS_BEHIND_POINT) {
            return "%se%d"
                    .formatted(
                            brief.round(new MathContext(DIGITS))
                                    .movePointLeft(digitsInFront - 1)
                                    .stripTrailingZeros()
                                    .toPlainString(),
                            digitsInFront - 1);
        }
        return brief.toPlainString();
    }
}
