package io.glooshot.install;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.guard.Takedown;
import io.glooshot.mesh.Leftover;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
