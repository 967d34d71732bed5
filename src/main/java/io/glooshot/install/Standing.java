package io.glooshot.install;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.guard.Takedown;
import io.glooshot.mesh.Leftover;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands in the way of taking Gloo Shot out.
 *
 * @param faults that are on
 * @param goingOn experiments that are not over, those that wait included
 */
record Standing(List<Leftover> faults, List<Experiment> goingOn) {

    private static final int MOST_TOLD = 5;

    static Standing look(KubernetesClient client, Takedown takedown) {
        return new Standing(
                takedown.find(),
                Takedown.experiments(client).values().stream()
                        .filter(experiment -> !isOver(experiment))
                        .toList());
    }

    /** What of it is not in these namespaces alone. */
    Standing outside(Set<String> namespaces) {
        return new Standing(
                faults.stream()
                        .filter(fault ->
                                fault.namespace().filter(namespaces::contains).isEmpty())
                        .toList(),
                goingOn.stream()
                        .filter(each -> !namespaces.containsAll(namespaces(each)))
                        .toList());
    }

    private static Set<String> namespaces(Experiment experiment) {
        Stream<String> targets = Optional.ofNullable(experiment.getStatus()).map(ExperimentStatus::targets).stream()
                .flatMap(List::stream)
                .map(Target::namespace);
        return Stream.concat(Stream.of(experiment.getMetadata().getNamespace()), targets)
                .collect(Collectors.toSet());
    }

    boolean isClear() {
        return faults.isEmpty() && goingOn.isEmpty();
    }

    String told() {
        List<String> all = new ArrayList<>();
        faults.stream().map(fault -> "a fault is on in " + fault.object()).forEach(all::add);
        goingOn.stream()
                .map(each -> "experiment %s goes on".formatted(name(each)))
                .sorted()
                .forEach(all::add);
        String some = all.stream().limit(MOST_TOLD).collect(Collectors.joining("; "));
        return all.size() > MOST_TOLD ? "%s; and %d more".formatted(some, all.size() - MOST_TOLD) : some;
    }

    static String name(Experiment experiment) {
        return "%s/%s"
                .formatted(
                        experiment.getMetadata().getNamespace(),
                        experiment.getMetadata().getName());
    }

    static boolean isOver(Experiment experiment) {
        return experiment.getStatus() != null
                && experiment.getStatus().state() != null
                && experiment.getStatus().state().isFinal();
    }
}
