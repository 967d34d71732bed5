package io.glooshot.playground.demo;

import java.util.List;

/** Values as a row of bars, the latest to the right. */
final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int WIDTH = 20;

    private Sparkline() {}

    /** @param threshold lies within the scale, so that a steady value does not fill all of it */
    static String of(List<Double> values, double threshold) {
        List<Double> shown = values.stream().filter(Double::isFinite).toList();
        shown = shown.subList(Math.max(0, shown.size() - WIDTH), shown.size());
        double min = shown.stream().reduce(threshold, Math::min);
        double max = shown.stream().reduce(threshold, Math::max);
        StringBuilder line = new StringBuilder();
        for (double value : shown) {
            double height = max > min ? (value - min) / (max - min) : 0;
            line.append(BARS.charAt((int) Math.round(height * (BARS.length() - 1))));
        }
        return line.toString();
    }
}
