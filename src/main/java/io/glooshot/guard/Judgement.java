package io.glooshot.guard;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What speaks against a fault, from what the cluster says of it and nothing else.
 *
 * @param unwatched whether the controller has been silent for too long
 * @param killSwitch whether everything is to end
 * @param now by the wall clock, as deadlines are
 */
record Judgement(boolean unwatched, boolean killSwitch, Instant now) {

    /** The weightiest cause; empty when the fault may stay. */
    Optional<Cause> of(Optional<Experiment> experiment) {
        if (killSwitch) {
            return Optional.of(Cause.KILL_SWITCH);
        }
        if (unwatched) {
            return Optional.of(Cause.UNWATCHED);
        }
        if (experiment.isEmpty()) {
            return Optional.of(Cause.GONE);
        }
        ExperimentStatus status = experiment.get().getStatus();
        if (status == null || status.state() == null || status.state() == State.Pending) {
            // The start is stored before any fault is put in, so this one was not put in by a run of it.
            return Optional.of(Cause.NOT_BEGUN);
        }
        if (status.state().isFinal()) {
            return Optional.of(Cause.FINISHED);
        }
        return isOverdue(status.deadline()) ? Optional.of(Cause.OVERDUE) : Optional.empty();
    }

    private boolean isOverdue(String deadline) {
        try {
            return deadline == null || !Instant.parse(deadline).isAfter(now);
        } catch (DateTimeParseException e) {
            return true;
        }
    }
}
