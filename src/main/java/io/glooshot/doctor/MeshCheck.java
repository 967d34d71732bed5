package io.glooshot.doctor;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether there is a mesh to put faults into, and what the controller makes of it. */
record MeshCheck(KubernetesClient client) implements Check {

    @Override
    public String name() {
        return "meshes";
    }

    @Override
    public List<Finding> look() {
        List<Mesh> meshes = client.resources(Mesh.class).list().getItems();
        return meshes.isEmpty()
                ? List.of(Finding.warn(
                        name(),
                        "there is no Mesh",
                        "Istio is found by itself; for plain Envoy make one: docs/meshes/envoy.md."))
                : meshes.stream().map(MeshCheck::judge).toList();
    }

    private static Finding judge(Mesh mesh) {
        String check = "mesh " + mesh.getMetadata().getName();
        MeshStatus status = mesh.getStatus();
        if (status == null || status.capabilities() == null) {
            return Finding.warn(
                    check,
                    "no controller has told what it can do with %s"
                            .formatted(mesh.getSpec().type()),
                    "Wait for a controller to lead, or enable this kind of mesh: docs/install.md.");
        }
        Optional<Condition> found = Stream.ofNullable(status.conditions())
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals(MeshStatus.CONTROL_PLANE_FOUND))
                .findFirst();
        String version = status.version() == null ? "" : " " + status.version();
        if (found.isEmpty() || found.get().getStatus().equals("True")) {
            return Finding.ok(
                    check, "%s%s, %s", mesh.getSpec().type(), version, Capabilities.told(status.capabilities()));
        }
        return found.get().getStatus().equals("False")
                ? Finding.fail(
                        check,
                        found.get().getMessage(),
                        "Install the control plane, or correct spec.revision; experiments with this Mesh are Aborted.")
                : Finding.warn(check, found.get().getMessage(), "See the controller's log.");
    }
}
