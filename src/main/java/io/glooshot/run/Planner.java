package io.glooshot.run;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Abort;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.FaultRule;
import io.glooshot.api.Mesh;
import io.glooshot.api.ServiceRef;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.Meshes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
            new SupportCheck(mesh.name(), meshes.require(mesh.type()).capabilities()).require(experiment.getSpec());
        }
        Plan plan = plan(experiment, mesh, ref -> ports(experiment, ref));
        refuseOverlaps(plan.faults());
        originsOf(plan).forEach(this::requireService);
        plan.destinations().stream()
                .map(destination -> destination.service().namespace())
                .distinct()
                .forEach(namespace -> requireAllowed(namespace, plan.namespace()));
        return plan;
    }

    /** Plans a run again from what was stored when it started, whatever has become of mesh and services since. */
    public Plan restore(Experiment experiment) {
        var status = experiment.getStatus();
        PlannedMesh mesh = status.mesh() == null ? null : new PlannedMesh(status.mesh(), status.meshType());
        return plan(
                experiment,
                mesh,
                ref -> status.targets().stream()
                        .filter(target -> target.name().equals(ref.name())
                                && target.namespace().equals(namespace(experiment, ref.namespace()))
                                && (ref.port() == null || ref.port() == target.port()))
                        .map(Target::port)
                        .toList());
    }

    private Plan plan(Experiment experiment, PlannedMesh mesh, Function<ServiceRef, List<Integer>> ports) {
        ExperimentSpec spec = experiment.getSpec();
        List<PlannedFault> faults = new ArrayList<>();
        for (FaultRule rule : spec.faults()) {
            for (ServiceRef ref : rule.destinationServices()) {
                var service = new ServiceId(namespace(experiment, ref.namespace()), ref.name());
                ports.apply(ref).forEach(port -> faults.add(fault(experiment, rule, new Destination(service, port))));
            }
        }
        return new Plan(
                experiment.getMetadata().getUid(),
                experiment.getMetadata().getNamespace(),
                experiment.getMetadata().getName(),
                mesh,
                faults,
                checks.plan(experiment, mesh),
                Durations.parse(spec.duration()),
                Durations.parse(spec.maxBlind()));
    }

    private static PlannedFault fault(Experiment experiment, FaultRule rule, Destination destination) {
        Set<ServiceId> origins = rule.originServices().stream()
                .map(origin -> new ServiceId(namespace(experiment, origin.namespace()), origin.name()))
                .collect(Collectors.toSet());
        return new PlannedFault(
                origins,
                destination,
                Optional.ofNullable(rule.fault().abort())
                        .map(abort -> abort(abort, rule.fault().abortPercent())),
                Optional.ofNullable(rule.fault().delay())
                        .map(delay -> new PlannedDelay(
                                Durations.parse(delay.duration()), rule.fault().delayPercent())));
    }

    private static PlannedAbort abort(Abort abort, double percent) {
        return abort.grpcStatus() == null
                ? new PlannedAbort.Http(abort.httpStatus(), percent)
                : new PlannedAbort.Grpc(abort.grpcStatus(), percent);
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
        return new PlannedMesh(mesh.getMetadata().getName(), mesh.getSpec().type());
    }

    private List<Integer> ports(Experiment experiment, ServiceRef ref) {
        Service service = requireService(new ServiceId(namespace(experiment, ref.namespace()), ref.name()));
        List<Integer> ports = service.getSpec().getPorts().stream()
                .map(ServicePort::getPort)
                .distinct()
                .toList();
        if (ref.port() == null) {
            return ports;
        }
        if (!ports.contains(ref.port())) {
            throw new AbortException(
                    "UnknownPort",
                    "Service %s in namespace %s has no port %d; it has: %s."
                            .formatted(
                                    ref.name(),
                                    service.getMetadata().getNamespace(),
                                    ref.port(),
                                    ports.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        return List.of(ref.port());
    }

    private Service requireService(ServiceId id) {
        Service service = client.services()
                .inNamespace(id.namespace())
                .withName(id.name())
                .get();
        if (service == null) {
            throw new AbortException(
                    "UnknownService", "There is no Service %s in namespace %s.".formatted(id.name(), id.namespace()));
        }
        return service;
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

    private static Set<ServiceId> originsOf(Plan plan) {
        return plan.faults().stream().flatMap(fault -> fault.origins().stream()).collect(Collectors.toSet());
    }

    private static void refuseOverlaps(List<PlannedFault> faults) {
        for (int i = 0; i < faults.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (faults.get(i).overlaps(faults.get(j))) {
                    throw new AbortException(
                            "OverlappingFaults",
                            "Two of spec.faults hit the same calls to %s; write one fault with both abort and delay."
                                    .formatted(faults.get(i).destination()));
                }
            }
        }
    }

    private static String namespace(Experiment experiment, String namespace) {
        return namespace == null ? experiment.getMetadata().getNamespace() : namespace;
    }
}
