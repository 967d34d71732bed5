package io.glooshot.experiment;

/** Numbers as people and Prometheus write them. */
public final class Numbers {

    private Numbers() {}

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
}
