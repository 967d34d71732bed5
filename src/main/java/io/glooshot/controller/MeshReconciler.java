package io.glooshot.controller;

import io.glooshot.api.Mesh;
import io.glooshot.api.MeshStatus;
import io.glooshot.mesh.Meshes;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;

/**
 * Tells in each Mesh what can be done to the calls in it, and is the only writer of its status. Reconciles every Mesh when
 * this replica begins to lead, so that a new version tells what it can do.
 */
@ControllerConfiguration(name = "meshes")
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 200, intervalMultiplier = 1.5, maxInterval = 5_000)
public class MeshReconciler implements Reconciler<Mesh> {

    private final Meshes meshes;

    MeshReconciler(Meshes meshes) {
        this.meshes = meshes;
    }

    @Override
    public UpdateControl<Mesh> reconcile(Mesh mesh, Context<Mesh> context) {
        var capabilities = meshes.require(mesh.getSpec().type()).capabilities();
        MeshStatus next = new MeshStatus(mesh.getMetadata().getGeneration(), null, null, List.of(), capabilities);
        if (!next.equals(mesh.getStatus())) {
            mesh.setStatus(next);
            // With its resourceVersion: a replica that no longer leads must not overwrite what its successor wrote.
            context.resourceOperations().updatePrimaryStatus(mesh);
        }
        return UpdateControl.noUpdate();
    }
}
