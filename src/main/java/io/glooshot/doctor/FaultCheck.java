package io.glooshot.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.experiment.Moment;
import io.glooshot.guard.Takedown;
import io.glooshot.mesh.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Whether every fault in the meshes belongs to an experiment that is under way. */
record FaultCheck(KubernetesClient client) implements Check {

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public List<Finding> look() {
        Moment.Source clock = () -> new Moment(Instant.now(), System.nanoTime());
        Takedown takedown = Takedown.of(client, clock, Duration.ZERO, line -> {});
        List<Leftover> faults = takedown.find();
        Map<String, Experiment> experiments = takedown.experiments();
        List<Leftover> left = faults.stream()
                .filter(fault -> !isUnderWay(experiments.get(fault.uid())))
                .toList();
        if (!left.isEmpty()) {
            return List.of(Finding.fail(
                    name(),
                    "%d without an experiment under way: %s"
                            .formatted(
                                    left.size(),
                                    String.join(
                                            ", ",
                                            left.stream()
                                                    .map(Leftover::object)
                                                    .distinct()
                                                    .toList())),
                    "When they stay for a minute, take them off with `glooshot recover`."));
        }
        return List.of(
                faults.isEmpty()
                        ? Finding.ok(name(), "none in the objects of any mesh")
                        : Finding.ok(name(), "%d, all of experiments under way", faults.size()));
    }

    private static boolean isUnderWay(Experiment experiment) {
        return experiment != null
                && experiment.getStatus() != null
                && (experiment.getStatus().state() == State.Started
                        || experiment.getStatus().state() == State.Stopping);
    }
}
