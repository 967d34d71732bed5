package io.glooshot.playground.demo;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus.LastReading;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.PrometheusTrigger;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The readings of an experiment's one condition, as its status has shown them so far. */
final class Trace {
    private static final String CHECK_SAYS_NO = ">= 500";

    private final TreeMap<String, Double> valuesByTime = new TreeMap<>();
    private String text = "";

    void follow(Experiment experiment) {
        FailureCondition condition = experiment.getSpec().failureConditions().get(0);
        for (LastReading reading : experiment.getStatus().readings()) {
            if (reading.value() != null) {
                valuesByTime.put(reading.time(), number(reading.value()));
            }
            text = describe(condition, reading);
        }
    }

    private String describe(FailureCondition condition, LastReading reading) {
        PrometheusTrigger prometheus = condition.trigger().prometheus();
        String limit = prometheus == null ? CHECK_SAYS_NO : limit(prometheus);
        double threshold = prometheus == null ? 500 : prometheus.thresholdValue();
        String value = reading.value() == null ? reading.outcome() : rounded(reading.value());
        return "%s %s (%s ends it) %s"
                .formatted(condition.name(), value, limit, Sparkline.of(List.copyOf(valuesByTime.values()), threshold));
    }

    private static String limit(PrometheusTrigger prometheus) {
        ComparisonOperator operator = prometheus.comparisonOperator();
        return (operator == null ? ComparisonOperator.LESS : operator).symbol() + " " + prometheus.thresholdValue();
    }

    /** The status spells infinity as Prometheus does. */
    static double number(String value) {
        return Double.parseDouble(value.replace("Inf", "Infinity"));
    }

    private static String rounded(String value) {
        double number = number(value);
        return number == Math.rint(number) && Math.abs(number) < 1e6
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.3f", number);
    }

    @Override
    public String toString() {
        return text;
    }
}
