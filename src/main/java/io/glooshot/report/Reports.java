package io.glooshot.report;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Report;
import io.glooshot.experiment.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Stores reports. */
@ApplicationScoped
public class Reports {

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final Retention retention;
    private final WriterThreads writers;

    Reports(KubernetesClient client, Retention retention, WriterThreads writers) {
        this.client = client;
        this.retention = retention;
        this.writers = writers;
    }

    /**
     * Writes the report of a run, over that of an earlier experiment of the same name. Tries until the API server can be
     * reached; fails when it refuses.
     */
    public Uni<Void> write(Outcome outcome) {
        Report report = ReportFactory.report(outcome);
        return Uni.createFrom()
                .<Void>item(() -> {
                    store(report);
                    return null;
                })
                .runSubscriptionOn(writers)
                .onFailure(Reports::mayPass)
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

    private static boolean mayPass(Throwable failure) {
        if (!(failure instanceof KubernetesClientException refused)) {
            return false;
        }
        int code = refused.getCode();
        return code == 0 || code == 409 || code == 429 || code >= 500;
    }
}
