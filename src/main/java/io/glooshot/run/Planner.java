package io.glooshot.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.FaultRule;
import io.glooshot.api.Mesh;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
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
import java.util.stream.Collectors;

/**
 * Turns an Experiment into a {@link Plan}, against what the cluster has. Blocks on the API server. What cannot be run ends
 * in an {@link AbortException} that names the field, the value and what is possible.
 */
@ApplicationScoped
public class Planner {

    /** On a Namespace: the namespaces, comma-separated or {@code *}, whose experiments may break calls to its services. */
    public static final String ALLOW_FROM = "glooshot.solo.io/allow-experiments-from";

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
        PlannedMesh mesh = mesh(experiment);
        if (mesh != null) {
            MeshProvider provider = meshes.require(mesh.type());
            new SupportCheck(mesh.name(), provider.capabilities(), provider.defaultSide())
                    .require(experiment.getSpec());
        }
        List<Target> targets = new ArrayList<>();
        List<Source> origins = new ArrayList<>();
        List<FaultRule> rules = experiment.getSpec().faults();
        for (int i = 0; i < rules.size(); i++) {
            var lookup = new ServiceLookup(client, experiment.getMetadata().getNamespace(), i);
            targets.addAll(lookup.targets(rules.get(i)));
            origins.addAll(lookup.origins(rules.get(i)));
        }
        Plan plan = plan(experiment, mesh, targets, origins);
        FaultPlanner.refuseOverlaps(plan.faults());
        plan.destinations().stream()
                .map(destination -> destination.service().namespace())
                .distinct()
                .forEach(namespace -> requireAllowed(namespace, plan.namespace()));
        return plan;
    }

    /** Plans a run again from what was stored when it started, whatever has become of mesh and services since. */
    public Plan restore(Experiment experiment) {
        var status = experiment.getStatus();
        PlannedMesh mesh = status.mesh() == null
                ? null
                : new PlannedMesh(
                        status.mesh(),
                        status.meshType(),
                        Optional.ofNullable(status.meshRevision()),
                        Optional.ofNullable(status.prometheusUrl()).map(URI::create));
        return plan(experiment, mesh, status.targets(), status.origins());
    }

    private Plan plan(Experiment experiment, PlannedMesh mesh, List<Target> targets, List<Source> origins) {
        ExperimentSpec spec = experiment.getSpec();
        Side side = mesh == null ? Side.Client : meshes.require(mesh.type()).defaultSide();
        List<PlannedFault> faults = FaultPlanner.plan(experiment, targets, origins, side);
        return new Plan(
                experiment.getMetadata().getUid(),
                experiment.getMetadata().getNamespace(),
                experiment.getMetadata().getName(),
                mesh,
                faults,
                checks.plan(experiment, mesh, faults),
                Durations.parse(spec.duration()),
                Durations.parse(spec.maxBlind()));
    }

    private PlannedMesh mesh(Experiment experiment) {
        ExperimentSpec spec = experiment.getSpec();
        List<Mesh> meshes = client.resources(Mesh.class).list().getItems();
        String names = meshes.stream()
                .map(mesh -> mesh.getMetadata().getName())
                .sorted()
                .collect(Collectors.joining(", "));
        if (spec.targetMesh() != null) {
            return meshes.stream()
                    .filter(mesh -> mesh.getMetadata()
                            .getName()
                            .equals(spec.targetMesh().name()))
                    .findFirst()
                    .map(Planner::planned)
                    .orElseThrow(() -> new AbortException(
                            "UnknownMesh",
                            "spec.targetMesh.name is '%s', but there is no such Mesh; there are: %s."
                                    .formatted(spec.targetMesh().name(), names.isEmpty() ? "none" : names)));
        }
        if (meshes.size() == 1) {
            return planned(meshes.get(0));
        }
        if (spec.faults().isEmpty() && !CheckPlanner.needsMesh(spec)) {
            return null;
        }
        throw meshes.isEmpty()
                ? new AbortException("UnknownMesh", "The cluster has no Mesh object; create one and try again.")
                : new AbortException(
                        "AmbiguousMesh", "spec.targetMesh is not set and there are several Meshes: " + names + ".");
    }

    private static PlannedMesh planned(Mesh mesh) {
        return new PlannedMesh(
                mesh.getMetadata().getName(),
                mesh.getSpec().type(),
                Optional.ofNullable(mesh.getSpec().revision()),
                Optional.ofNullable(mesh.getSpec().prometheus()).map(server -> URI.create(server.url())));
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
