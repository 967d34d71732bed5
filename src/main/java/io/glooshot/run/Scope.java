package io.glooshot.run;

import io.glooshot.api.DestinationRef;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.FaultRule;
import io.glooshot.api.ServiceSelector;
import io.glooshot.experiment.AbortException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of the stored targets an experiment's faults can have found. Its spec was admitted by the API server and does not
 * change; its status can be written by whoever was given that right, and is no way to what the spec does not name.
 *
 * @param namespace of the experiment
 */
record Scope(List<FaultRule> rules, String namespace) {

    /** @throws AbortException when one of them is elsewhere */
    void require(List<Target> targets) {
        targets.stream().filter(target -> !covers(target)).findFirst().ifPresent(target -> {
            throw new AbortException(
                    "StatusChanged",
                    "status.targets has Service %s in namespace %s, which spec.faults[%d] does not name: somebody else has written it."
                            .formatted(target.name(), target.namespace(), target.fault()));
        });
    }

    List<Target> within(List<Target> targets) {
        return targets.stream().filter(this::covers).toList();
    }

    private boolean covers(Target target) {
        return target.fault() >= 0
                && target.fault() < rules.size()
                && namespaces(rules.get(target.fault())).anyMatch(target.namespace()::equals);
    }

    private Stream<String> namespaces(FaultRule rule) {
        Stream<String> named = rule.destinationServices().stream()
                .map(DestinationRef::namespace)
                .map(other -> other == null ? namespace : other);
        Stream<String> selected = Optional.ofNullable(rule.destinationSelector()).stream()
                .map(ServiceSelector::namespaces)
                .flatMap(namespaces -> namespaces.isEmpty() ? Stream.of(namespace) : namespaces.stream());
        return Stream.concat(named, selected);
    }
}
