package io.glooshot.report.rendering;

import java.util.stream.DoubleStream;

/** Maps values onto 0 to 1. */
record Scale(double from, double to) {

    /** From the smallest to the largest; about the one where all are the same. */
    static Scale of(double... values) {
        double least = DoubleStream.of(values).min().orElseThrow();
        double most = DoubleStream.of(values).max().orElseThrow();
        if (least < most) {
            return new Scale(least, most);
        }
        double margin = least == 0 ? 1 : Math.abs(least) / 2;
        return new Scale(least - margin, most + margin);
    }

    /** By halves first: the distance between two numbers can be more than a number holds. */
    double at(double value) {
        double at = (value / 2 - from / 2) / (to / 2 - from / 2);
        return Double.isNaN(at) ? 0 : Math.min(1, Math.max(0, at));
    }
}
