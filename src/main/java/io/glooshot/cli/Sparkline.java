package io.glooshot.cli;

import java.util.List;

/** Numbers over time as a row of bars, in the room that the threshold beside them needs as well. */
final class Sparkline {

    private static final String BARS = "▁▂▃▄▅▆▇█";
    /** For terminals that know no more. */
    private static final String PLAIN_BARS = "_.-~=+*#";

    private Sparkline() {}

    /**
     * The latest of them, one column each. Where all are equal the bars are of middle height.
     *
     * @param threshold what they are compared with
     */
    static String of(List<Double> values, double threshold, int width, boolean isPlain) {
        List<Double> shown = values.subList(Math.max(0, values.size() - Math.max(0, width)), values.size());
        double low = threshold;
        double high = threshold;
        for (double value : shown) {
            low = Double.isFinite(value) ? Math.min(low, value) : low;
            high = Double.isFinite(value) ? Math.max(high, value) : high;
        }
        String bars = isPlain ? PLAIN_BARS : BARS;
        StringBuilder line = new StringBuilder();
        for (double value : shown) {
            line.append(Double.isNaN(value) ? ' ' : bars.charAt(height(value, low, high, bars.length())));
        }
        return line.toString();
    }

    private static int height(double value, double low, double high, int levels) {
        if (Double.isInfinite(value)) {
            return value > 0 ? levels - 1 : 0;
        }
        if (high == low) {
            return levels / 2;
        }
        // Halves first: the whole range may be larger than a double.
        double share = (value / 2 - low / 2) / (high / 2 - low / 2);
        return (int) Math.round(share * (levels - 1));
    }
}
