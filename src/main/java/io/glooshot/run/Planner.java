package io.glooshot.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.FaultRule;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.Meshes;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Turns an Experiment into a {@link Plan}, against what the cluster has. Blocks on the API server. What cannot be run ends
 * in an {@link AbortException} that names the field, the value and what is possible.
 */
@ApplicationScoped
public class Planner {

    private interface Conditions {
        List<Check> plan(Experiment experiment, PlannedMesh mesh, List<PlannedFault> faults);
    }

    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;
    private final CheckPlanner checks;
    private final Meshes meshes;

    Planner(KubernetesClient client, WatchedNamespaces namespaces, CheckPlanner checks, Meshes meshes) {
        this.client = client;
        this.namespaces = namespaces;
        this.checks = checks;
        this.meshes = meshes;
    }

    /** Plans a run from scratch. */
    public Plan plan(Experiment experiment) {
        Plan plan = outline(experiment, UnaryOperator.identity());
        consent().require(plan);
        return plan;
    }

    /**
     * The same, whether other namespaces consent to it or not.
     *
     * @param reached how the Mesh and its data source are reached from here
     */
    Plan outline(Experiment experiment, UnaryOperator<PlannedMesh> reached) {
        ExperimentSpec spec = experiment.getSpec();
        PlannedMesh mesh = new MeshLookup(client, meshes)
                .find(spec, experiment.getMetadata().getNamespace())
                .map(reached)
                .orElse(null);
        List<Target> targets = new ArrayList<>();
        List<Source> origins = new ArrayList<>();
        if (!spec.faults().isEmpty()) {
            MeshProvider provider = meshes.require(mesh.type());
            new SupportCheck(mesh.name(), provider.capabilities(), provider.defaultSide()).require(spec);
            for (int i = 0; i < spec.faults().size(); i++) {
                FaultRule rule = spec.faults().get(i);
                var lookup = new ServiceLookup(
                        client, namespaces, experiment.getMetadata().getNamespace(), i);
                targets.addAll(lookup.targets(rule, rule.side() == null ? provider.defaultSide() : rule.side()));
                origins.addAll(lookup.origins(rule));
            }
            StoredSize.require(spec, targets, origins);
        }
        Plan plan = plan(experiment, mesh, FaultPlanner.plan(spec.faults(), targets, origins), checks::plan);
        FaultPlanner.refuseOverlaps(plan.faults());
        return plan;
    }

    /** What namespaces say now. */
    public Consent consent() {
        return new Consent(client);
    }

    /** Plans a run again from what was stored when it started, whatever has become of mesh and services since. */
    public Plan restore(Experiment experiment) {
        List<Target> targets = experiment.getStatus().targets();
        scope(experiment).require(targets);
        return restore(
                experiment,
                FaultPlanner.plan(experiment.getSpec().faults(), targets, origins(experiment)),
                checks::plan);
    }

    /**
     * The same without conditions, for a run that cannot go on, be it that this version does not take its conditions any more
     * or that what is stored was changed: its faults have to come off all the same.
     */
    Plan restoreFaults(Experiment experiment) {
        List<Target> targets = scope(experiment).within(experiment.getStatus().targets());
        return restore(
                experiment,
                FaultPlanner.toBeRemoved(experiment.getSpec().faults(), targets, origins(experiment)),
                (any, mesh, faults) -> List.of());
    }

    private static List<Source> origins(Experiment experiment) {
        return experiment.getStatus().origins();
    }

    private static Scope scope(Experiment experiment) {
        return new Scope(experiment.getSpec().faults(), experiment.getMetadata().getNamespace());
    }

    private static Plan restore(Experiment experiment, List<PlannedFault> faults, Conditions conditions) {
        ExperimentStatus status = experiment.getStatus();
        PlannedMesh mesh = status.mesh() == null
                ? null
                : new PlannedMesh(
                        status.mesh(),
                        status.meshType(),
                        Optional.ofNullable(status.meshRevision()),
                        Optional.ofNullable(status.prometheusUrl()).map(URI::create));
        return plan(experiment, mesh, faults, conditions);
    }

    private static Plan plan(
            Experiment experiment, PlannedMesh mesh, List<PlannedFault> faults, Conditions conditions) {
        ExperimentSpec spec = experiment.getSpec();
        return new Plan(
                experiment.getMetadata().getUid(),
                experiment.getMetadata().getNamespace(),
                experiment.getMetadata().getName(),
                mesh,
                faults,
                conditions.plan(experiment, mesh, faults),
                Durations.parse(spec.duration()),
                Durations.parse(spec.maxBlind()),
                Durations.parse(spec.recoveryTimeout()));
    }
}
