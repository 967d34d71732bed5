package io.glooshot.campaign;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus.State;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** The experiments of a round as they are in the API server, for disturbances that have to do with the objects. */
final class Launched {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Launched() {}

    static List<Experiment> all(Blow blow, Disturbance disturbance) {
        String prefix = Round.name(disturbance, blow.number()) + "-";
        return blow
                .scene()
                .world()
                .kube()
                .client()
                .resources(Experiment.class)
                .inAnyNamespace()
                .list()
                .getItems()
                .stream()
                .filter(experiment -> experiment.getMetadata().getName().startsWith(prefix))
                .toList();
    }

    /** Until each that the round is to have is there, or has been. */
    static void awaitAll(Blow blow, Disturbance disturbance) {
        int wanted = disturbance.launch().perMesh() * blow.scene().grounds().size();
        Awaitility.await("all experiments to be created")
                .atMost(LIMIT)
                .until(() -> all(blow, disturbance).size() >= wanted);
    }

    static boolean isOver(Experiment experiment) {
        return experiment.getStatus() != null
                && experiment.getStatus().state() != null
                && experiment.getStatus().state().isFinal();
    }

    /** Waits at most, if at all, before it has touched anything. */
    static boolean hasNotBegun(Experiment experiment) {
        return experiment.getStatus() == null
                || experiment.getStatus().state() == null
                || experiment.getStatus().state() == State.Pending;
    }
}
