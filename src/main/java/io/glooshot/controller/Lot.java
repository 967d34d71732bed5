package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.experiment.ExperimentState;
import io.glooshot.experiment.ExperimentState.Pending;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import java.util.Optional;

/** What is to become of a fault that is in a mesh. */
enum Lot {
    /** It is the business of its run, which keeps it on or takes it off. */
    OF_ITS_RUN(""),
    /** Its experiment has begun and nobody conducts it: somebody has to, or the fault comes off. */
    UNATTENDED("Its experiment is under way, and no run of it could be resumed."),
    /** It comes off, but its experiment may still begin. */
    EARLY("Its experiment has not begun."),
    REMOVED("Its faults had been taken off before."),
    FINISHED("Its experiment has ended."),
    GONE("Its experiment is gone.");

    private final String why;

    Lot(String why) {
        this.why = why;
    }

    /** Why it may not stay, as a sentence. */
    String why() {
        return why;
    }

    /**
     * By the run that this process conducts. This comes before anything that is stored, which may be older.
     *
     * @param removed whether the mesh has confirmed that the faults are off
     */
    static Lot of(ExperimentState run, boolean removed) {
        if (run instanceof Pending) {
            return EARLY;
        }
        boolean mayHold = run instanceof Started || (run instanceof Stopping && !removed);
        return mayHold ? OF_ITS_RUN : REMOVED;
    }

    /** By what is stored, where this process conducts no run. */
    static Lot of(Optional<Experiment> stored) {
        return stored.isEmpty() ? GONE : of(stored.get().getStatus());
    }

    private static Lot of(ExperimentStatus status) {
        if (status == null || status.state() == null || status.state() == State.Pending) {
            return EARLY;
        }
        return status.state().isFinal() ? FINISHED : UNATTENDED;
    }
}
