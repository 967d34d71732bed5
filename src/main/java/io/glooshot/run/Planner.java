package io.glooshot.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.FaultRule;
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
import java.util.Set;

/**
 * Turns an Experiment into a {@link Plan}, against what the cluster has. Blocks on the API server. What cannot be run ends
 * in an {@link AbortException} that names the field, the value and what is possible.
 */
@ApplicationScoped
public class Planner {

    /** On a Namespace: the namespaces, comma-separated or {@code *}, whose experiments may break calls to its services. */
    public static final String ALLOW_FROM = "glooshot.solo.io/allow-experiments-from";

    private interface Conditions {
        List<Check> plan(Experiment experiment, PlannedMesh mesh, List<PlannedFault> faults);
    }

    private final KubernetesClient client;
    private final CheckPlanner checks;
    private final Meshes meshes;

    Planner(KubernetesClient client, CheckPlanner checks, Meshes meshes) {
        this.client = client;
        this.checks = checks;
        this.meshes = meshes;
    }

    /** Plans a run from scratch. */
    public Plan plan(Experiment experiment) {
        ExperimentSpec spec = experiment.getSpec();
        PlannedMesh mesh = new MeshLookup(client, meshes)
                .find(spec, experiment.getMetadata().getNamespace())
                .orElse(null);
        List<Target> targets = new ArrayList<>();
        List<Source> origins = new ArrayList<>();
        if (!spec.faults().isEmpty()) {
            MeshProvider provider = meshes.require(mesh.type());
            new SupportCheck(mesh.name(), provider.capabilities(), provider.defaultSide()).require(spec);
            for (int i = 0; i < spec.faults().size(); i++) {
                FaultRule rule = spec.faults().get(i);
                var lookup = new ServiceLookup(client, experiment.getMetadata().getNamespace(), i);
                targets.addAll(lookup.targets(rule, rule.side() == null ? provider.defaultSide() : rule.side()));
                origins.addAll(lookup.origins(rule));
            }
            StoredSize.require(spec, targets, origins);
        }
        Plan plan = plan(experiment, mesh, targets, origins, checks::plan);
        FaultPlanner.refuseOverlaps(plan.faults());
        plan.destinations().stream()
                .map(destination -> destination.service().namespace())
                .distinct()
                .forEach(namespace -> requireAllowed(namespace, plan.namespace()));
        return plan;
    }

    /** Plans a run again from what was stored when it started, whatever has become of mesh and services since. */
    public Plan restore(Experiment experiment) {
        return restore(experiment, checks::plan);
    }

    /**
     * The same without conditions, for a run whose conditions this version does not take any more: its faults have to come
     * off all the same.
     */
    Plan restoreFaults(Experiment experiment) {
        return restore(experiment, (any, mesh, faults) -> List.of());
    }

    private Plan restore(Experiment experiment, Conditions conditions) {
        ExperimentStatus status = experiment.getStatus();
        PlannedMesh mesh = status.mesh() == null
                ? null
                : new PlannedMesh(
                        status.mesh(),
                        status.meshType(),
                        Optional.ofNullable(status.meshRevision()),
                        Optional.ofNullable(status.prometheusUrl()).map(URI::create));
        return plan(experiment, mesh, status.targets(), status.origins(), conditions);
    }

    private Plan plan(
            Experiment experiment,
            PlannedMesh mesh,
            List<Target> targets,
            List<Source> origins,
            Conditions conditions) {
        ExperimentSpec spec = experiment.getSpec();
        List<PlannedFault> faults = FaultPlanner.plan(spec.faults(), targets, origins);
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

    private void requireAllowed(String namespace, String from) {
        if (namespace.equals(from)) {
            return;
        }
        var target = client.namespaces().withName(namespace).get();
        var annotations = target == null ? null : target.getMetadata().getAnnotations();
        String allowed = annotations == null ? "" : annotations.getOrDefault(ALLOW_FROM, "");
        if (!Set.of(allowed.trim().split("\\s*,\\s*")).contains(from)
                && !allowed.trim().equals("*")) {
            throw new AbortException(
                    "NamespaceNotAllowed",
                    "Namespace %s does not accept experiments from %s; its annotation %s would have to name it."
                            .formatted(namespace, from, ALLOW_FROM));
        }
    }
}
