package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.run.ExperimentName;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Asks for the reconciliation of an Experiment when its run has something to tell. */
class Pokes extends AbstractEventSource<Void, Experiment> {

    private volatile boolean ending;

    Pokes() {
        super(Void.class, "runs");
    }

    void poke(ExperimentName name) {
        EventHandler handler = getEventHandler();
        // Before the event sources are started every Experiment is still to be reconciled anyway.
        if (handler != null && isRunning()) {
            handler.handleEvent(new Event(new ResourceID(name.name(), name.namespace())));
        }
    }

    /** From here on nothing of a run is told any more: what becomes of it in a process that ends says nothing of the run. */
    void end() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    @Override
    public Set<Void> getSecondaryResources(Experiment experiment) {
        return Set.of();
    }
}
