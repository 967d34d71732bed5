package io.glooshot.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.envoy.Serving;
import io.glooshot.run.ExperimentRuns;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What happens when this replica begins or ceases to lead. A new leader serves proxies only when it knows every run that
 * is stored as begun, so that none is told that a fault it holds is gone.
 */
@ApplicationScoped
class Leadership {

    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;
    private final ExperimentRuns runs;
    private final Serving serving;
    private final Mandate mandate;
    private final Pokes pokes;
    private final Discovery discovery;
    private final LeftRecoveries leftRecoveries;
    private final OwnLease lease;
    private final KillSwitchWatch killSwitches;
    private final PolicyWatch policies;
    private final Sweep sweep;
    private final Operator operator;
    private volatile boolean ending;

    Leadership(
            KubernetesClient client,
            WatchedNamespaces namespaces,
            ExperimentRuns runs,
            Serving serving,
            Mandate mandate,
            Pokes pokes,
            Discovery discovery,
            LeftRecoveries leftRecoveries,
            OwnLease lease,
            KillSwitchWatch killSwitches,
            PolicyWatch policies,
            Sweep sweep,
            Operator operator) {
        this.client = client;
        this.namespaces = namespaces;
        this.runs = runs;
        this.serving = serving;
        this.mandate = mandate;
        this.pokes = pokes;
        this.discovery = discovery;
        this.leftRecoveries = leftRecoveries;
        this.lease = lease;
        this.killSwitches = killSwitches;
        this.policies = policies;
        this.sweep = sweep;
        this.operator = operator;
    }

    /**
     * Leaves the runs, as they are stored, to the successor, who need not wait for the Lease to run out. Here and not after
     * the application has ended, when there is nothing any more to reach the API server with.
     */
    void handOver(@Observes ShutdownEvent event) {
        ending = true;
        fallSilent();
        try {
            // It would take the Lease again.
            operator.stop();
        } catch (RuntimeException e) {
            LOG.warnf("The operator did not stop in order: %s", e.getMessage());
        }
        lease.giveUp();
    }

    /** Whether this replica hands over, so that it loses the Lease by its own will. */
    boolean isEnding() {
        return ending;
    }

    private void fallSilent() {
        pokes.end();
        mandate.withdraw();
        serving.close();
    }

    LeaderCallbacks callbacks() {
        return new LeaderCallbacks(this::begin, this::cease, leader -> {});
    }

    private void begin() {
        List<Experiment> stored = Uni.createFrom()
                .item(this::storedExperiments)
                .onFailure()
                .invoke(failure -> LOG.warnf("Cannot list the experiments yet: %s", failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely()
                .await()
                .indefinitely();
        List<Experiment> begun = stored.stream().filter(Leadership::hasBegun).toList();
        serving.open(runs.faulting(begun));
        mandate.give();
        begun.forEach(this::resume);
        // Before any of them, or a younger one, can ask.
        runs.queue(stored.stream().filter(Leadership::isWaiting).toList());
        sweep.begin();
        discovery.lookSoon();
        leftRecoveries.lookSoon();
        policies.lookSoon();
        LOG.infof("Leading; took over %d runs", begun.size());
    }

    private void resume(Experiment experiment) {
        try {
            runs.resume(experiment);
        } catch (RuntimeException e) {
            // Its reconciliation tries again and tells; the others must not wait for it.
            LOG.errorf(
                    e,
                    "Cannot resume %s/%s",
                    experiment.getMetadata().getNamespace(),
                    experiment.getMetadata().getName());
        }
    }

    private void cease() {
        if (ending) {
            return;
        }
        LOG.info("No longer leading: this process ends");
        // The framework exits after this. An orderly end that hangs must not keep a second leader alive.
        CompletableFuture.delayedExecutor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> Runtime.getRuntime().halt(1));
        fallSilent();
    }

    /** What is to end is known before any of it goes on. */
    private List<Experiment> storedExperiments() {
        killSwitches.begin();
        List<Experiment> stored = namespaces.list(client, Experiment.class);
        policies.begin(stored.stream().filter(Leadership::hasBegun).toList());
        return stored;
    }

    private static boolean hasBegun(Experiment experiment) {
        ExperimentStatus status = experiment.getStatus();
        return status != null && (status.state() == State.Started || status.state() == State.Stopping);
    }

    private static boolean isWaiting(Experiment experiment) {
        ExperimentStatus status = experiment.getStatus();
        return status != null
                && status.state() == State.Pending
                && !experiment.isMarkedForDeletion()
                && !experiment.getSpec().stop();
    }
}
