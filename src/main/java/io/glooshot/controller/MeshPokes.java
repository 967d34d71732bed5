package io.glooshot.controller;

import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec.MeshType;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Set;

/** Asks for the reconciliation of Meshes when something new is known of their control planes. */
class MeshPokes extends AbstractEventSource<Void, Mesh> {

    private volatile IndexerResourceCache<Mesh> meshes;

    MeshPokes() {
        super(Void.class, "control-planes");
    }

    void knownBy(IndexerResourceCache<Mesh> cache) {
        meshes = cache;
    }

    void poke(MeshType type) {
        EventHandler handler = getEventHandler();
        // Before the event sources are started every Mesh is still to be reconciled anyway.
        if (handler != null && isRunning()) {
            meshes.list(mesh -> mesh.getSpec().type() == type)
                    .map(ResourceID::fromResource)
                    .map(Event::new)
                    .forEach(handler::handleEvent);
        }
    }

    @Override
    public Set<Void> getSecondaryResources(Mesh mesh) {
        return Set.of();
    }
}
