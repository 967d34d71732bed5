package io.glooshot.mesh;

import io.glooshot.experiment.Plan;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Logs removals that need another try, for as long as nothing better listens. */
@ApplicationScoped
@DefaultBean
class LoggedRemovals implements RemovalListener {

    private static final Logger LOG = Logger.getLogger(LoggedRemovals.class);

    @Override
    public void removalFailed(Plan plan, Throwable failure) {
        LOG.warnf(
                "Faults of experiment %s/%s not confirmed as removed, trying again: %s",
                plan.namespace(), plan.name(), failure.getMessage());
    }
}
