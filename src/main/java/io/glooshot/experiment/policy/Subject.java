package io.glooshot.experiment.policy;

import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.FailureCondition;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.ServiceId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An experiment as policies see it.
 *
 * @param conditions as the experiment has them: the plan does not tell what kind of trigger a query came from
 */
public record Subject(Plan plan, List<FailureCondition> conditions) {

    public Subject {
        conditions = List.copyOf(conditions);
    }

    public static Subject of(Plan plan, ExperimentSpec spec) {
        return new Subject(plan, spec.failureConditions());
    }

    public String uid() {
        return plan.uid();
    }

    public String namespace() {
        return plan.namespace();
    }

    /** Its own, and those whose services it breaks. */
    public Set<String> namespaces() {
        Set<String> all = new LinkedHashSet<>(Set.of(namespace()));
        services().forEach(service -> all.add(service.namespace()));
        return all;
    }

    /** Those that it breaks. */
    public Set<ServiceId> services() {
        return plan.destinations().stream()
                .map(destination -> destination.service())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
