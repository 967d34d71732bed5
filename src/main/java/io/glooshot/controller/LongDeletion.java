package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.run.Run;
import io.glooshot.run.RunSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Lets a deleted experiment go whose fault cannot be taken off for a long time, so that no deletion hangs for ever. This
 * controller goes on with the removal in memory, and the guard finds a fault without an experiment.
 */
@ApplicationScoped
class LongDeletion {

    private static final Logger LOG = Logger.getLogger(LongDeletion.class);

    private final Duration longest;
    private final Clock clock;

    LongDeletion(RunSettings settings, Clock clock) {
        this.longest = settings.longestDeletion();
        this.clock = clock;
    }

    /** Whether the object has waited for its fault's removal for too long. */
    boolean isOver(Experiment experiment, Run run) {
        if (!experiment.isMarkedForDeletion() || !(run.state() instanceof Stopping)) {
            return false;
        }
        Instant deleted = Instant.parse(experiment.getMetadata().getDeletionTimestamp());
        boolean over = Duration.between(deleted, clock.instant()).compareTo(longest) > 0;
        if (over) {
            LOG.warnf(
                    "%s/%s was deleted %s ago and its fault cannot be taken off: %s. The object is let go; the removal goes on here and in the guard",
                    experiment.getMetadata().getNamespace(),
                    experiment.getMetadata().getName(),
                    longest,
                    run.trouble().orElse("not confirmed yet"));
        }
        return over;
    }
}
