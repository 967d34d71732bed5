package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Recovery;
import io.glooshot.api.Recovery.Outcome;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Tells of each transition as a Kubernetes Event, for {@code kubectl describe}. Best effort: the status is the truth. */
@Singleton
class ExperimentEvents {

    private static final Logger LOG = Logger.getLogger(ExperimentEvents.class);

    private final EventWriter writer;

    ExperimentEvents(EventWriter writer) {
        this.writer = writer;
    }

    void tell(Experiment experiment, ExperimentStatus before, ExperimentStatus after) {
        if (before != null && before.state() == after.state() && Objects.equals(before.reason(), after.reason())) {
            tellRecovery(experiment, before, after);
            return;
        }
        LOG.infof(
                "%s/%s is %s (%s): %s",
                experiment.getMetadata().getNamespace(),
                experiment.getMetadata().getName(),
                after.state(),
                after.reason(),
                after.message());
        boolean isWarning = after.state() == State.Aborted || after.state() == State.Failed;
        writer.write(EventWriter.reference(experiment), isWarning, after.state() + after.reason(), after.message());
    }

    private void tellRecovery(Experiment experiment, ExperimentStatus before, ExperimentStatus after) {
        Recovery recovery = after.recovery();
        if (recovery == null || recovery.stillWatching() || recovery.equals(before.recovery())) {
            return;
        }
        boolean isWarning = recovery.outcome() != Outcome.Recovered;
        String reason = recovery.outcome() == Outcome.Unknown
                ? "RecoveryUnknown"
                : recovery.outcome().name();
        writer.write(EventWriter.reference(experiment), isWarning, reason, recovery.message());
    }
}
