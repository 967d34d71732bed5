package io.glooshot.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.Recovery;
import io.glooshot.api.Report;
import io.glooshot.mesh.Mandate;
import io.glooshot.report.Amendment;
import io.glooshot.report.Reports;
import io.glooshot.run.Recoveries;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Completes the Reports that nobody else will: those that still wait for a recovery, of Experiments that were deleted while
 * no controller saw it.
 */
@ApplicationScoped
class LeftRecoveries {

    private static final Logger LOG = Logger.getLogger(LeftRecoveries.class);

    private final KubernetesClient client;
    private final Reports reports;
    private final Recoveries recoveries;
    private final Mandate mandate;

    LeftRecoveries(KubernetesClient client, Reports reports, Recoveries recoveries, Mandate mandate) {
        this.client = client;
        this.reports = reports;
        this.recoveries = recoveries;
        this.mandate = mandate;
    }

    /** Looks right away, without keeping the caller waiting. */
    void lookSoon() {
        Infrastructure.getDefaultWorkerPool().execute(this::look);
    }

    /** Now and then too: an object can go between what one look and the next watch show. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        if (!mandate.isHeld()) {
            return;
        }
        try {
            reports.unfinished().stream().filter(this::isLeft).forEach(this::complete);
        } catch (RuntimeException e) {
            LOG.warnf("Cannot look for reports that wait for nobody; tried again in a minute: %s", e.getMessage());
        }
    }

    private boolean isLeft(Report report) {
        String uid = report.getSpec().experimentUid();
        if (recoveries.isWatching(uid)) {
            return false;
        }
        Experiment experiment = client.resources(Experiment.class)
                .inNamespace(report.getMetadata().getNamespace())
                .withName(report.getMetadata().getName())
                .get();
        return experiment == null || !uid.equals(experiment.getMetadata().getUid());
    }

    private void complete(Report report) {
        Recovery unknown = report.getSpec()
                .recovery()
                .ended(
                        Recovery.Outcome.Unknown,
                        "Deleted",
                        "The experiment was deleted while no controller was watching.");
        reports.amend(new Amendment(
                        report.getMetadata().getNamespace(),
                        report.getMetadata().getName(),
                        report.getSpec().experimentUid(),
                        unknown,
                        Optional.empty(),
                        OptionalLong.empty(),
                        false))
                .subscribe()
                .with(
                        done -> LOG.infof(
                                "%s/%s: %s",
                                report.getMetadata().getNamespace(),
                                report.getMetadata().getName(),
                                unknown.message()),
                        failure -> LOG.errorf(failure, "A report stays without its recovery"));
    }
}
