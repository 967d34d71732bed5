package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.glooshot.api.Experiment;
import io.glooshot.api.Mesh;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The standard conditions of a status; the transition time of one whose status stays is kept. */
final class Conditions {

    private final Long generation;
    private final String now;
    private final List<Condition> conditions;

    Conditions(Experiment experiment, Instant now) {
        this(
                experiment,
                experiment.getStatus() == null
                        ? List.of()
                        : experiment.getStatus().conditions(),
                now);
    }

    Conditions(Mesh mesh, Instant now) {
        this(mesh, mesh.getStatus() == null ? List.of() : mesh.getStatus().conditions(), now);
    }

    Conditions(HasMetadata object, List<Condition> before, Instant now) {
        this.generation = object.getMetadata().getGeneration();
        this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
        this.conditions = new ArrayList<>(before);
    }

    Conditions set(String type, String status, String reason, String message) {
        Condition before = conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElse(null);
        boolean stays = before != null && before.getStatus().equals(status);
        Condition next = new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(stays ? before.getLastTransitionTime() : now)
                .build();
        if (before == null) {
            conditions.add(next);
        } else {
            conditions.set(conditions.indexOf(before), next);
        }
        return this;
    }

    List<Condition> list() {
        return List.copyOf(conditions);
    }
}
