package io.glooshot.controller;

import io.glooshot.api.Mesh;
import io.glooshot.api.MeshStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;

/**
 * Tells in each Mesh what can be done to the calls in it and whether its control plane is there, and is the only writer of
 * its status. Reconciles every Mesh when this replica begins to lead, so that a new version tells what it can do.
 */
@ControllerConfiguration(name = "meshes")
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 200, intervalMultiplier = 1.5, maxInterval = 5_000)
public class MeshReconciler implements Reconciler<Mesh> {

    private final MeshStatusFactory statuses;
    private final MeshPokes pokes;

    MeshReconciler(MeshStatusFactory statuses, MeshPokes pokes) {
        this.statuses = statuses;
        this.pokes = pokes;
    }

    @Override
    public List<EventSource<?, Mesh>> prepareEventSources(EventSourceContext<Mesh> context) {
        pokes.knownBy(context.getPrimaryCache());
        return List.of(pokes);
    }

    @Override
    public UpdateControl<Mesh> reconcile(Mesh mesh, Context<Mesh> context) {
        MeshStatus next = statuses.of(mesh);
        if (!next.equals(mesh.getStatus())) {
            mesh.setStatus(next);
            // With its resourceVersion: a replica that no longer leads must not overwrite what its successor wrote.
            context.resourceOperations().updatePrimaryStatus(mesh);
        }
        return UpdateControl.noUpdate();
    }
}
