package io.glooshot.api;

/** The form of every share of calls in this API: 0 to 100 percent in steps of 0.0001, the finest that a mesh can do. */
final class Percentages {

    static final String RULE = "double(int(self * 10000.0 + 0.5)) - self * 10000.0 < 0.00001"
            + " && self * 10000.0 - double(int(self * 10000.0 + 0.5)) < 0.00001";
    static final String MESSAGE = "must be a multiple of 0.0001";

    private Percentages() {}
}
