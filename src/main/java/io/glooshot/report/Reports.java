package io.glooshot.report;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Recovery;
import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.Healing;
import io.glooshot.experiment.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Stores reports. */
@ApplicationScoped
public class Reports {

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;
    private final Retention retention;
    private final WriterThreads writers;

    Reports(KubernetesClient client, WatchedNamespaces namespaces, Retention retention, WriterThreads writers) {
        this.client = client;
        this.namespaces = namespaces;
        this.retention = retention;
        this.writers = writers;
    }

    /**
     * Writes the report of a run, over that of an earlier experiment of the same name. Tries until the API server can be
     * reached; fails when it refuses.
     */
    public Uni<Void> write(Outcome outcome) {
        Report report = ReportFactory.report(outcome);
        return persistently(() -> {
                    store(report);
                    return report;
                })
                .replaceWithVoid();
    }

    /**
     * Adds to the report of a run what was found out later. Tries until the API server can be reached; fails when it
     * refuses.
     *
     * @return what the report says: that of the amendment, unless it was amended already, or there is none
     */
    public Uni<Recovery> amend(Amendment amendment) {
        return persistently(() -> store(amendment));
    }

    /** The reports that say that the recovery is still watched. */
    public List<Report> unfinished() {
        return namespaces.list(client, Report.class, RecoveryLabel.WATCHING);
    }

    private <T> Uni<T> persistently(Supplier<T> work) {
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(writers)
                .onFailure(ApiFailure::mayPass)
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely();
    }

    private void store(Report report) {
        var resource = client.resource(report);
        Report present = resource.get();
        if (present == null) {
            resource.create();
        } else if (!report.getSpec().experimentUid().equals(present.getSpec().experimentUid())) {
            report.getMetadata().setResourceVersion(present.getMetadata().getResourceVersion());
            resource.update();
        }
        // One of the same run is kept: it was written by a process that knew more readings.
        retention.enforceSoon(report.getMetadata().getNamespace());
    }

    private Recovery store(Amendment amendment) {
        Report present = client.resources(Report.class)
                .inNamespace(amendment.namespace())
                .withName(amendment.name())
                .get();
        if (present == null || !amendment.uid().equals(present.getSpec().experimentUid())) {
            return amendment.recovery();
        }
        ReportSpec spec = present.getSpec();
        if (spec.recovery() != null && !spec.recovery().stillWatching()) {
            return spec.recovery();
        }
        present.setSpec(spec.recovered(
                amendment.recovery(),
                ConditionRecords.recovered(
                        spec.conditions(),
                        amendment.healing().map(Healing::courses).orElse(List.of())),
                amendment.faultedRequests().isPresent()
                        ? amendment.faultedRequests().getAsLong()
                        : null,
                amendment.byAnother()));
        if (present.getMetadata().getLabels() != null) {
            present.getMetadata().getLabels().keySet().removeAll(RecoveryLabel.WATCHING.keySet());
        }
        // With its resourceVersion: what others wrote meanwhile is looked at first.
        client.resource(present).update();
        return amendment.recovery();
    }
}
