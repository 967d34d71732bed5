package io.glooshot.benchmark;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec.StopLatency;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When removals had left for the mesh, as the Reports of one namespace say: of many that end together few are kept. */
final class Removals implements AutoCloseable {

    private final SharedIndexInformer<Report> informer;
    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    Removals(KubernetesClient client, String namespace) {
        informer = client.resources(Report.class).inNamespace(namespace).inform(new Notes());
    }

    Instant written(String experiment) {
        return await().until(() -> written.get(experiment), time -> time != null);
    }

    @Override
    public void close() {
        informer.close();
    }

    private final class Notes implements ResourceEventHandler<Report> {
        @Override
        public void onAdd(Report report) {
            StopLatency stop = report.getSpec().stopLatency();
            if (stop != null) {
                written.put(report.getMetadata().getName(), Instant.parse(stop.timeWritten()));
            }
        }

        @Override
        public void onUpdate(Report before, Report report) {
            onAdd(report);
        }

        @Override
        public void onDelete(Report report, boolean isStateUnknown) {
            // What it said stays true.
        }
    }
}
