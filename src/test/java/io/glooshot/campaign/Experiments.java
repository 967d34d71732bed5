package io.glooshot.campaign;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.glooshot.api.Abort;
import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.DestinationRef;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.MeshRef;
import io.glooshot.api.PrometheusTrigger;
import io.glooshot.api.Report;
import io.glooshot.api.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The experiments of the campaign as the API server has them, by a way of the campaign's own. */
public final class Experiments implements AutoCloseable {

    private static final int FAULT_STATUS = 418;

    private final KubernetesClient client;
    private final SharedIndexInformer<Experiment> informer;
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private final Map<String, Instant> dues = new ConcurrentHashMap<>();

    Experiments(KubernetesClient client) {
        this.client = client;
        this.informer = client.resources(Experiment.class).inAnyNamespace().inform(new Notes());
    }

    /** One that runs its time unless something ends it: its condition is never met. */
    Run create(Ground ground, String name, String service, Duration duration) {
        Fault abort = new Fault(new Abort(FAULT_STATUS, null, null), null, 100.0);
        FaultRule rule = new FaultRule(
                List.of(),
                null,
                List.of(new DestinationRef(service, null, null, null)),
                null,
                null,
                ground.side(service),
                abort);
        PrometheusTrigger never =
                new PrometheusTrigger("vector(0)", null, null, null, null, ComparisonOperator.GREATER, null, 0.5);
        FailureCondition condition =
                new FailureCondition("never", "1s", "0s", 1, null, false, new Trigger(never, null, null, null));
        Experiment experiment = new Experiment();
        experiment.setMetadata(new ObjectMetaBuilder()
                .withNamespace(ground.namespace())
                .withName(name)
                .build());
        experiment.setSpec(new ExperimentSpec(
                new MeshRef(ground.name()),
                duration.toMillis() + "ms",
                List.of(rule),
                List.of(condition),
                "30s",
                "1s",
                false));
        String uid = client.resource(experiment).create().getMetadata().getUid();
        return new Run(ground, ground.namespace(), name, uid, service, duration, Instant.now());
    }

    /** From the API server itself; empty when it is gone. */
    public Optional<Experiment> find(Run run) {
        return Optional.ofNullable(client.resources(Experiment.class)
                        .inNamespace(run.namespace())
                        .withName(run.name())
                        .get())
                .filter(found -> found.getMetadata().getUid().equals(run.uid()));
    }

    public Optional<Report> report(Run run) {
        return Optional.ofNullable(client.resources(Report.class)
                .inNamespace(run.namespace())
                .withName(run.name())
                .get());
    }

    /** When it was first seen to be over or gone; the end of all time while it is not. */
    Instant ended(Run run) {
        return ends.getOrDefault(run.uid(), Instant.MAX);
    }

    /** When it was first seen to be deleted, or told to stop; the end of all time while it is not. */
    Instant due(Run run) {
        return dues.getOrDefault(run.uid(), Instant.MAX);
    }

    boolean isOver(Run run) {
        return ends.containsKey(run.uid());
    }

    /** Takes away what is over. */
    void clear(List<Run> runs) {
        for (Run run : runs) {
            client.resources(Experiment.class)
                    .inNamespace(run.namespace())
                    .withName(run.name())
                    .delete();
            client.resources(Report.class)
                    .inNamespace(run.namespace())
                    .withName(run.name())
                    .delete();
        }
    }

    @Override
    public void close() {
        informer.close();
    }

    private final class Notes implements ResourceEventHandler<Experiment> {
        @Override
        public void onAdd(Experiment experiment) {
            note(experiment);
        }

        @Override
        public void onUpdate(Experiment before, Experiment experiment) {
            note(experiment);
        }

        @Override
        public void onDelete(Experiment experiment, boolean isStateUnknown) {
            ends.putIfAbsent(experiment.getMetadata().getUid(), Instant.now());
        }

        private void note(Experiment experiment) {
            if (experiment.isMarkedForDeletion() || experiment.getSpec().stop()) {
                dues.putIfAbsent(experiment.getMetadata().getUid(), Instant.now());
            }
            ExperimentStatus status = experiment.getStatus();
            if (status != null && status.state() != null && status.state().isFinal()) {
                ends.putIfAbsent(experiment.getMetadata().getUid(), Instant.now());
            }
        }
    }
}
