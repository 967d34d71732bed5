package io.glooshot.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshStatus;
import io.glooshot.api.PrometheusEndpoint;
import io.glooshot.api.PrometheusEndpoint.PerNamespace;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.mesh.Meshes;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the Mesh that an experiment goes through, as the cluster has it now. Blocks on the API server. One that is not
 * there, or not ready, ends in an {@link AbortException}.
 */
record MeshLookup(KubernetesClient client, Meshes meshes) {

    private static final String NAMESPACE = "{{namespace}}";

    /** Empty for a control run that needs none and names none. */
    Optional<PlannedMesh> find(ExperimentSpec spec, String namespace) {
        boolean isNeeded = !spec.faults().isEmpty() || CheckPlanner.needsMesh(spec);
        Optional<Mesh> chosen = choose(spec, isNeeded);
        if (isNeeded) {
            chosen.ifPresent(this::requireReady);
        }
        return chosen.map(mesh -> planned(mesh, namespace));
    }

    private Optional<Mesh> choose(ExperimentSpec spec, boolean isNeeded) {
        List<Mesh> all = client.resources(Mesh.class).list().getItems();
        if (spec.targetMesh() != null) {
            return Optional.of(named(spec.targetMesh().name(), all));
        }
        if (all.size() == 1) {
            return Optional.of(all.get(0));
        }
        if (!isNeeded) {
            return Optional.empty();
        }
        throw all.isEmpty()
                ? new AbortException("UnknownMesh", "The cluster has no Mesh object; create one and try again.")
                : new AbortException(
                        "AmbiguousMesh",
                        "spec.targetMesh is not set and there are several Meshes: " + names(all) + ".");
    }

    private static Mesh named(String name, List<Mesh> all) {
        return all.stream()
                .filter(mesh -> mesh.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AbortException(
                        "UnknownMesh",
                        "spec.targetMesh.name is '%s', but there is no such Mesh; there are: %s."
                                .formatted(name, all.isEmpty() ? "none" : names(all))));
    }

    private static String names(List<Mesh> all) {
        return all.stream().map(mesh -> mesh.getMetadata().getName()).sorted().collect(Collectors.joining(", "));
    }

    private void requireReady(Mesh mesh) {
        String name = mesh.getMetadata().getName();
        if (meshes.find(mesh.getSpec().type()).isEmpty()) {
            throw new AbortException(
                    "NotSupported",
                    "Mesh %s is of type %s, which this controller cannot inject faults into."
                            .formatted(name, mesh.getSpec().type()));
        }
        missingControlPlane(mesh).ifPresent(condition -> {
            throw new AbortException(
                    "MeshNotReady",
                    "The control plane of Mesh %s is missing: %s".formatted(name, condition.getMessage()));
        });
    }

    /** Only what is known of the Mesh as it is now: one that was just changed is looked for anew. */
    private static Optional<Condition> missingControlPlane(Mesh mesh) {
        return Optional.ofNullable(mesh.getStatus()).map(MeshStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals(MeshStatus.CONTROL_PLANE_FOUND)
                        && condition.getStatus().equals("False")
                        && Objects.equals(
                                condition.getObservedGeneration(),
                                mesh.getMetadata().getGeneration()))
                .findFirst();
    }

    private static PlannedMesh planned(Mesh mesh, String namespace) {
        String name = mesh.getMetadata().getName();
        return new PlannedMesh(
                name,
                mesh.getSpec().type(),
                Optional.ofNullable(mesh.getSpec().revision()),
                Optional.ofNullable(mesh.getSpec().prometheus())
                        .map(server -> url(server, namespace, "spec.prometheus.url of Mesh " + name)));
    }

    /** The namespace becomes part of the URL, so that what is asked for different ones never shares a poll. */
    private static URI url(PrometheusEndpoint server, String namespace, String field) {
        URI url = HttpUrl.parse(server.url(), field);
        PerNamespace narrowing = server.perNamespace();
        if (narrowing == null) {
            return url;
        }
        String value = narrowing.value() == null ? NAMESPACE : narrowing.value();
        String query =
                "%s=%s".formatted(narrowing.parameter(), URLEncoder.encode(value.replace(NAMESPACE, namespace), UTF_8));
        return HttpUrl.parse(server.url() + "?" + query, field);
    }
}
