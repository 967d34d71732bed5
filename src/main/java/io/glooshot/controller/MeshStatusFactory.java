package io.glooshot.controller;

import io.glooshot.api.Mesh;
import io.glooshot.api.MeshStatus;
import io.glooshot.mesh.ControlPlaneFinder;
import io.glooshot.mesh.ControlPlaneRevision;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.Meshes;
import io.glooshot.mesh.Sighting;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Builds every status of a Mesh that is ever written. */
@ApplicationScoped
class MeshStatusFactory {

    /** What is known of a control plane: the content of a condition. */
    private record Finding(String status, String reason, String message, String version) {}

    private final Meshes meshes;
    private final Discovery discovery;
    private final Clock clock;

    MeshStatusFactory(Meshes meshes, Discovery discovery, Clock clock) {
        this.meshes = meshes;
        this.discovery = discovery;
        this.clock = clock;
    }

    MeshStatus of(Mesh mesh) {
        var capabilities = meshes.find(mesh.getSpec().type())
                .map(MeshProvider::capabilities)
                .orElse(null);
        Long generation = mesh.getMetadata().getGeneration();
        Optional<ControlPlaneFinder> finder = discovery.finder(mesh.getSpec().type());
        if (finder.isEmpty()) {
            return new MeshStatus(generation, null, null, List.of(), capabilities);
        }
        String revision = Discovery.revision(mesh.getSpec());
        Conditions conditions = new Conditions(mesh, clock.instant());
        Finding finding = discovery
                .lastSighting(mesh.getSpec().type())
                .map(sighting -> finding(sighting, finder.get(), revision, lastVersion(mesh)))
                .orElse(null);
        if (finding != null) {
            conditions.set(MeshStatus.CONTROL_PLANE_FOUND, finding.status(), finding.reason(), finding.message());
        } else if (conditions.list().isEmpty()) {
            conditions.set(
                    MeshStatus.CONTROL_PLANE_FOUND,
                    "Unknown",
                    "NotLookedYet",
                    "The control plane is being looked for.");
        }
        // What an earlier leader has found counts until this one has looked too.
        String version = finding == null ? lastVersion(mesh) : finding.version();
        return new MeshStatus(generation, version, revision, conditions.list(), capabilities);
    }

    private static Finding finding(Sighting sighting, ControlPlaneFinder finder, String revision, String lastVersion) {
        if (sighting instanceof Sighting.Failed failed) {
            return new Finding("Unknown", "LookFailed", failed.message(), lastVersion);
        }
        if (sighting instanceof Sighting.NotServed notServed) {
            return new Finding("False", "NotInstalled", notServed.message(), null);
        }
        return ((Sighting.Seen) sighting)
                .controlPlanes().stream()
                        .filter(each -> each.revision().equals(revision))
                        .findFirst()
                        .map(MeshStatusFactory::found)
                        .orElseGet(() -> new Finding(
                                "False",
                                "NoControlPlane",
                                "There is no %s.".formatted(finder.describe(revision)),
                                null));
    }

    private static Finding found(ControlPlaneRevision controlPlane) {
        return new Finding(
                "True",
                "Found",
                "It is %s.".formatted(controlPlane.workload()),
                controlPlane.version().orElse(null));
    }

    private static String lastVersion(Mesh mesh) {
        return mesh.getStatus() == null ? null : mesh.getStatus().version();
    }
}
