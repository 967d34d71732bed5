package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.Brief;
import io.glooshot.experiment.Moment;
import io.glooshot.guard.Takedown;
import io.glooshot.mesh.Drift;
import io.glooshot.mesh.Drifts;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Tells users of drift as Kubernetes Events: of the Experiment while there is one, else of an object that held its fault.
 * The counter and the log have every one; Events are few, so that a fight over a fault does not fill the API server.
 */
@ApplicationScoped
class DriftEvents {

    /** What the API server takes is 1024 bytes. */
    private static final int LONGEST_MESSAGE = 900;

    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;
    private final EventWriter writer;
    private final EventBudget budget;

    DriftEvents(KubernetesClient client, WatchedNamespaces namespaces, EventWriter writer, Moment.Source clock) {
        this.client = client;
        this.namespaces = namespaces;
        this.writer = writer;
        this.budget = new EventBudget(clock);
    }

    void begin(@Observes StartupEvent event, Drifts drifts) {
        drifts.onDrift(this::tell);
    }

    private void tell(Drift drift) {
        if (budget.allows(drift.uid() + drift.kind())) {
            writer.write(
                    () -> object(drift), true, drift.kind() + "Fault", Brief.text(drift.message(), LONGEST_MESSAGE));
        }
    }

    private Optional<ObjectReference> object(Drift drift) {
        return Optional.ofNullable(Takedown.experiments(client, namespaces).get(drift.uid()))
                .map(EventWriter::reference)
                .or(drift::object);
    }
}
