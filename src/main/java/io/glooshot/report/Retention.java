package io.glooshot.report;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Report;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps the reports of a namespace to their number. To find the oldest takes the bodies of all, so the reports that many
 * runs write at the same time share one look at them, and no run waits for it.
 */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final ReportSettings settings;
    private final WriterThreads writers;
    private final Set<String> due = ConcurrentHashMap.newKeySet();

    Retention(KubernetesClient client, ReportSettings settings, WriterThreads writers) {
        this.client = client;
        this.settings = settings;
        this.writers = writers;
    }

    void enforceSoon(String namespace) {
        if (due.add(namespace)) {
            Infrastructure.getDefaultWorkerPool()
                    .schedule(() -> writers.execute(() -> enforce(namespace)), DELAY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void enforce(String namespace) {
        // Before it looks: what is written from now on may not be seen.
        due.remove(namespace);
        try {
            oldest(namespace).forEach(this::remove);
        } catch (RuntimeException e) {
            LOG.warnf("Cannot remove old reports of %s; the next report tries again: %s", namespace, e.getMessage());
        }
    }

    private List<Report> oldest(String namespace) {
        return client.resources(Report.class).inNamespace(namespace).list().getItems().stream()
                .sorted(Comparator.comparing((Report report) ->
                                String.valueOf(report.getSpec().timeFinished()))
                        .reversed())
                .skip(settings.perNamespace())
                .toList();
    }

    private void remove(Report report) {
        LOG.infof(
                "Removing report %s/%s, the oldest of too many",
                report.getMetadata().getNamespace(), report.getMetadata().getName());
        client.resource(report).delete();
    }
}
