package io.glooshot.experiment;

import java.util.Map;

/** The outcome of asking a signal once. Only a {@link Value} is a number; nothing else is ever taken for one. */
public sealed interface Reading {

    /** @param labels of the series that the value belongs to */
    record Value(double value, Map<String, String> labels) implements Reading {
        public Value {
            labels = Map.copyOf(labels);
        }

        public Value(double value) {
            this(value, Map.of());
        }
    }

    /** The source answered, and has nothing to say: no series, or not a number. */
    record NoData(String message) implements Reading {}

    /** The source could not be asked, or its answer makes no sense. */
    record Failed(String message) implements Reading {}
}
