package io.glooshot.benchmark;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.glooshot.api.Abort;
import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.DestinationRef;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.PrometheusTrigger;
import io.glooshot.api.Trigger;
import java.util.List;

/** The experiments that are measured: each fails when its query gives one instead of zero. */
final class Specs {

    static final int FAULT_STATUS = 500;

    private Specs() {}

    static Experiment control(String namespace, String name, String query, String interval) {
        return experiment(namespace, name, "10m", List.of(), List.of(condition(query, interval)));
    }

    static Experiment faulting(String namespace, String name, String destination, String query, String interval) {
        Fault abort = new Fault(new Abort(FAULT_STATUS, null, null), null, 100.0);
        FaultRule rule = new FaultRule(
                List.of(), null, List.of(new DestinationRef(destination, null, null, null)), null, null, null, abort);
        return experiment(namespace, name, "10m", List.of(rule), List.of(condition(query, interval)));
    }

    /** Is over soon, and leaves nothing to poll. */
    static Experiment brief(String namespace, String name) {
        return experiment(namespace, name, "500ms", List.of(), List.of());
    }

    private static FailureCondition condition(String query, String interval) {
        PrometheusTrigger trigger =
                new PrometheusTrigger(query, null, null, null, null, ComparisonOperator.GREATER, null, 0.5);
        return new FailureCondition("signal", interval, "0s", 1, null, false, new Trigger(trigger, null, null, null));
    }

    private static Experiment experiment(
            String namespace, String name, String duration, List<FaultRule> faults, List<FailureCondition> conditions) {
        Experiment experiment = new Experiment();
        experiment.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        experiment.setSpec(new ExperimentSpec(null, duration, faults, conditions, null, null, false));
        return experiment;
    }
}
