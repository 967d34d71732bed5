package io.glooshot.experiment;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The outcome of asking a signal once. Only a {@link Value} is a number, and a {@link Vector} holds some; nothing else is
 * ever taken for one. */
public sealed interface Reading {

    /** Why there is no good value, for people. */
    String trouble();

    /** The same, small enough to be kept many times over. */
    Reading shortened();

    /**
     * @param labels of the series that the value belongs to
     * @param evaluated when the source evaluated it, by the source's own clock; null where it does not say
     */
    record Value(double value, Map<String, String> labels, Instant evaluated) implements Reading {

        private static final int MAX_LABELS = 64;

        public Value {
            labels = Map.copyOf(labels);
        }

        public Value(double value, Map<String, String> labels) {
            this(value, labels, null);
        }

        public Value(double value) {
            this(value, Map.of());
        }

        /** The labels as Prometheus writes them, small enough for a message; empty where there are none. */
        public String series() {
            if (labels.isEmpty()) {
                return "";
            }
            return Brief.text(new TreeMap<>(labels)
                    .entrySet().stream()
                            .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue()))
                            .collect(Collectors.joining(", ", "{", "}")));
        }

        /** When it was evaluated makes it no other value. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Value that && Double.compare(value, that.value) == 0 && labels.equals(that.labels);
        }

        @Override
        public int hashCode() {
            return 31 * Double.hashCode(value) + labels.hashCode();
        }

        @Override
        public String trouble() {
            return "The value is " + Numbers.text(value) + ".";
        }

        @Override
        public Value shortened() {
            boolean small = labels.size() <= MAX_LABELS
                    && labels.entrySet().stream()
                            .allMatch(label -> Brief.fits(label.getKey()) && Brief.fits(label.getValue()));
            return small ? this : new Value(value, shortened(labels), evaluated);
        }

        private static Map<String, String> shortened(Map<String, String> labels) {
            Map<String, String> brief = new LinkedHashMap<>();
            new TreeMap<>(labels)
                    .entrySet().stream()
                            .limit(MAX_LABELS)
                            .forEach(label -> brief.put(Brief.text(label.getKey()), Brief.text(label.getValue())));
            return brief;
        }
    }

    /** Several series in one answer, of which a check makes {@linkplain Check#decisive one}; a NaN is among them as it is. */
    record Vector(List<Value> series) implements Reading {

        public Vector {
            series = List.copyOf(series);
        }

        @Override
        public String trouble() {
            return "There are " + series.size() + " series.";
        }

        @Override
        public Vector shortened() {
            return new Vector(series.stream().map(Value::shortened).toList());
        }
    }

    /**
     * The source answered, and has nothing to say: no series, or not a number.
     *
     * @param isOld whether there is something that is too old to be believed; nothing makes that healthy
     */
    record NoData(String message, boolean isOld) implements Reading {

        public NoData(String message) {
            this(message, false);
        }

        static NoData old(String message) {
            return new NoData(message, true);
        }

        @Override
        public String trouble() {
            return message;
        }

        @Override
        public NoData shortened() {
            return Brief.fits(message) ? this : new NoData(Brief.text(message), isOld);
        }
    }

    /** The source could not be asked, or its answer makes no sense. */
    record Failed(String message) implements Reading {
        @Override
        public String trouble() {
            return message;
        }

        @Override
        public Failed shortened() {
            return Brief.fits(message) ? this : new Failed(Brief.text(message));
        }
    }
}
