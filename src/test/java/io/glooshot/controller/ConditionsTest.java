package io.glooshot.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void theTransitionTimeIsKeptWhileTheStatusStays() {
        List<Condition> first = new Conditions(experiment(List.of(), 1), NOON)
                .set("Injected", "True", "Confirmed", "1 holds it")
                .list();

        Condition second = new Conditions(experiment(first, 2), NOON.plusSeconds(60))
                .set("Injected", "True", "Confirmed", "2 hold it")
                .list()
                .get(0);

        assertThat(second.getLastTransitionTime()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(second.getMessage()).isEqualTo("2 hold it");
        assertThat(second.getObservedGeneration()).isEqualTo(2);
    }

    @Test
    void theTransitionTimeIsNewWhenTheStatusChanges() {
        List<Condition> first = new Conditions(experiment(List.of(), 1), NOON)
                .set("Injected", "True", "Confirmed", "")
                .list();

        List<Condition> second = new Conditions(experiment(first, 1), NOON.plusSeconds(60))
                .set("Injected", "False", "Removed", "")
                .list();

        assertThat(second).hasSize(1);
        assertThat(second.get(0).getLastTransitionTime()).isEqualTo("2026-01-01T12:01:00Z");
    }

    private static Experiment experiment(List<Condition> conditions, long generation) {
        Experiment experiment = new Experiment();
        experiment.setMetadata(
                new ObjectMetaBuilder().withGeneration(generation).build());
        experiment.setStatus(new ExperimentStatus(
                null,
                conditions,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
        return experiment;
    }
}
