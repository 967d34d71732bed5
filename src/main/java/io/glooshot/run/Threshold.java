package io.glooshot.run;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.PrometheusTrigger;
import io.glooshot.api.Trigger;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What meets a failure condition, with everything filled in that its spec leaves out.
 *
 * @param condition its name, or the one that it is given
 */
public record Threshold(String condition, ComparisonOperator operator, double value) {

    private static final int SERVER_ERROR = 500;
    private static final int FIRING = 1;

    /** Those of an experiment, in the order of its conditions. */
    public static List<Threshold> of(ExperimentSpec spec) {
        return IntStream.range(0, spec.failureConditions().size())
                .mapToObj(index -> of(spec.failureConditions().get(index), index))
                .toList();
    }

    static Threshold of(FailureCondition condition, int index) {
        String name = condition.name() == null ? "condition-" + (index + 1) : condition.name();
        Trigger trigger = condition.trigger();
        if (trigger.webhook() != null && trigger.webhook().jsonPath() != null) {
            return new Threshold(
                    name,
                    trigger.webhook().comparisonOperator(),
                    trigger.webhook().thresholdValue());
        }
        if (trigger.webhook() != null || trigger.webhookUrl() != null) {
            // The source answers with the HTTP status where no value is asked for, and only 2xx and 5xx are values.
            return new Threshold(name, ComparisonOperator.GREATER_OR_EQUAL, SERVER_ERROR);
        }
        if (trigger.alert() != null) {
            return new Threshold(name, ComparisonOperator.GREATER_OR_EQUAL, FIRING);
        }
        PrometheusTrigger prometheus = trigger.prometheus();
        return new Threshold(
                name,
                prometheus.comparisonOperator() == null ? ComparisonOperator.LESS : prometheus.comparisonOperator(),
                prometheus.thresholdValue());
    }
}
