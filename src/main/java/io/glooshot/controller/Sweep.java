package io.glooshot.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Verdict;
import io.glooshot.guard.Takedown;
import io.glooshot.mesh.Drift;
import io.glooshot.mesh.Drifts;
import io.glooshot.mesh.Mandate;
import io.glooshot.mesh.SweptMesh;
import io.glooshot.run.ExperimentName;
import io.glooshot.run.ExperimentRuns;
import io.glooshot.run.Run;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Compares what is in the meshes with the runs, again and again while this replica leads, and has what differs repaired or
 * taken off. It looks at the meshes themselves, so that it depends on nothing that a watch or an earlier process has told.
 */
@ApplicationScoped
class Sweep implements Strays.Known {

    private static final Logger LOG = Logger.getLogger(Sweep.class);

    /** How much longer than a look the time to the next is, at the least: on a large cluster a look costs something. */
    private static final int REST = 20;

    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final ExperimentRuns runs;
    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;
    private final Mandate mandate;
    private final OwnLease lease;
    private final Pokes pokes;
    private final Drifts drifts;
    private final MeterRegistry meters;
    private final SweepSettings settings;
    private final Moment.Source clock;
    private final Map<SweptMesh, Strays> meshes = new LinkedHashMap<>();
    /** A failure that stays is told once. */
    private final Map<MeshType, String> told = new ConcurrentHashMap<>();

    private volatile boolean begun;
    private volatile Moment restUntil;

    Sweep(
            @Any Instance<SweptMesh> swept,
            ExperimentRuns runs,
            KubernetesClient client,
            WatchedNamespaces namespaces,
            Mandate mandate,
            OwnLease lease,
            Pokes pokes,
            Drifts drifts,
            MeterRegistry meters,
            SweepSettings settings,
            Moment.Source clock) {
        this.runs = runs;
        this.client = client;
        this.namespaces = namespaces;
        this.mandate = mandate;
        this.lease = lease;
        this.pokes = pokes;
        this.drifts = drifts;
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
        swept.forEach(mesh -> meshes.put(mesh, new Strays(mesh, this, drifts, clock)));
    }

    /** From here on this process conducts every run that an earlier one has begun, as far as that can be done. */
    void begin() {
        begun = true;
        LOG.infof("Comparing what is in the meshes with the runs every %s", settings.interval());
    }

    @Scheduled(every = "{glooshot.sweep.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        Moment start = clock.now();
        if (!begun || !mandate.isHeld() || (restUntil != null && restUntil.isAfter(start))) {
            return;
        }
        boolean done = true;
        for (SweptMesh mesh : meshes.keySet()) {
            done &= attempt(mesh);
        }
        Duration took = clock.now().since(start);
        meters.timer("glooshot.sweep", "outcome", done ? "Done" : "Failed").record(took);
        // One that has failed has not looked at everything, so the next does not wait.
        Duration rest = took.multipliedBy(REST);
        restUntil = done ? start.plus(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST) : start;
    }

    /** What goes wrong with one mesh keeps neither the others nor the next sweep from being looked at. */
    private boolean attempt(SweptMesh mesh) {
        try {
            sweep(mesh);
            if (told.remove(mesh.type()) != null) {
                LOG.infof("What is in meshes of type %s is compared with the runs again", mesh.type());
            }
            return true;
        } catch (RuntimeException failure) {
            String why = String.valueOf(failure.getMessage());
            if (!why.equals(told.put(mesh.type(), why))) {
                LOG.warnf("What is in meshes of type %s could not be compared with the runs: %s", mesh.type(), why);
            }
            return false;
        }
    }

    private void sweep(SweptMesh mesh) {
        List<Plan> faulting = runs.all().stream()
                .filter(run ->
                        run.state() instanceof Started && run.injectedAt().isPresent())
                .map(Run::plan)
                .filter(plan -> !plan.isControl() && plan.mesh().type() == mesh.type())
                .toList();
        SweptMesh.Seen seen = mesh.look(faulting);
        seen.lost().forEach(this::end);
        meshes.get(mesh).handle(seen.found());
    }

    private void end(String uid) {
        runs.of(uid)
                // The verdict may have come meanwhile, and then they were to go.
                .filter(run -> run.state() instanceof Started)
                .ifPresent(run -> {
                    String message = "The faults of %s/%s are off without having been taken off."
                            .formatted(run.plan().namespace(), run.plan().name());
                    drifts.tell(new Drift(Drift.Kind.Changed, uid, List.of(), Optional.empty(), message));
                    run.stop(new Verdict.Aborted("Reverted", message));
                });
    }

    @Override
    public Optional<Lot> conducted(String uid) {
        return runs.of(uid).map(run -> Lot.of(run.state(), run.removedAt().isPresent()));
    }

    @Override
    public Map<String, Experiment> stored() {
        return Takedown.experiments(client, namespaces);
    }

    @Override
    public boolean hasMandate() {
        return mandate.isHeld();
    }

    @Override
    public boolean leads() {
        return mandate.isHeld() && lease.isHeld();
    }

    /** By its reconciliation, which is the only one to begin or resume runs. */
    @Override
    public void takeUp(ExperimentName name) {
        pokes.poke(name);
    }
}
