package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Tells of each transition as a Kubernetes Event, for {@code kubectl describe}. Best effort: the status is the truth. */
@ApplicationScoped
class ExperimentEvents {

    private static final Logger LOG = Logger.getLogger(ExperimentEvents.class);

    private final KubernetesClient client;
    private final Clock clock;

    ExperimentEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void tell(Experiment experiment, ExperimentStatus before, ExperimentStatus after) {
        if (before != null && before.state() == after.state() && Objects.equals(before.reason(), after.reason())) {
            return;
        }
        LOG.infof(
                "%s/%s is %s (%s): %s",
                experiment.getMetadata().getNamespace(),
                experiment.getMetadata().getName(),
                after.state(),
                after.reason(),
                after.message());
        Infrastructure.getDefaultWorkerPool().execute(() -> create(experiment, after));
    }

    private void create(Experiment experiment, ExperimentStatus status) {
        var metadata = experiment.getMetadata();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean isWarning = status.state() == State.Aborted || status.state() == State.Failed;
        try {
            client.v1()
                    .events()
                    .inNamespace(metadata.getNamespace())
                    .resource(new EventBuilder()
                            .withNewMetadata()
                            .withGenerateName(metadata.getName() + ".")
                            .withNamespace(metadata.getNamespace())
                            .endMetadata()
                            .withNewInvolvedObject()
                            .withApiVersion(experiment.getApiVersion())
                            .withKind(experiment.getKind())
                            .withNamespace(metadata.getNamespace())
                            .withName(metadata.getName())
                            .withUid(metadata.getUid())
                            .withResourceVersion(metadata.getResourceVersion())
                            .endInvolvedObject()
                            .withType(isWarning ? "Warning" : "Normal")
                            .withReason(status.state() + status.reason())
                            .withMessage(status.message())
                            .withFirstTimestamp(now)
                            .withLastTimestamp(now)
                            .withCount(1)
                            .withNewSource()
                            .withComponent("glooshot")
                            .endSource()
                            .build())
                    .create();
        } catch (RuntimeException e) {
            LOG.debugf(e, "No event for %s/%s", metadata.getNamespace(), metadata.getName());
        }
    }
}
