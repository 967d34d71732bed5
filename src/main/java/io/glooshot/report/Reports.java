package io.glooshot.report;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Report;
import io.glooshot.experiment.Outcome;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/** Stores reports. */
@ApplicationScoped
public class Reports {

    private static final Logger LOG = Logger.getLogger(Reports.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final ReportSettings settings;

    Reports(KubernetesClient client, ReportSettings settings) {
        this.client = client;
        this.settings = settings;
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
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
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
        prune(report.getMetadata().getNamespace());
    }

    private void prune(String namespace) {
        List<Report> reports =
                client.resources(Report.class).inNamespace(namespace).list().getItems();
        reports.stream()
                .sorted(Comparator.comparing((Report report) ->
                                String.valueOf(report.getSpec().timeFinished()))
                        .reversed())
                .skip(settings.perNamespace())
                .forEach(report -> {
                    LOG.infof(
                            "Removing report %s/%s, the oldest of too many",
                            namespace, report.getMetadata().getName());
                    client.resource(report).delete();
                });
    }

    private static boolean mayPass(Throwable failure) {
        if (!(failure instanceof KubernetesClientException refused)) {
            return false;
        }
        int code = refused.getCode();
        return code == 0 || code == 409 || code == 429 || code >= 500;
    }
}
