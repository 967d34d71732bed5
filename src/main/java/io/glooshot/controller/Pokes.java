package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.run.ExperimentName;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.List;
import java.util.Set;

/** Asks for the reconciliation of an Experiment when its run has something to tell. */
class Pokes extends AbstractEventSource<Void, Experiment> {

    private volatile boolean ending;
    private volatile IndexerResourceCache<Experiment> experiments;

    Pokes() {
        super(Void.class, "runs");
    }

    /** @param known the Experiments that the framework has seen and that are there */
    void know(IndexerResourceCache<Experiment> known) {
        experiments = known;
    }

    /** Whether an Experiment, and not another of its name, is there as far as this process has seen. */
    boolean isThere(Experiment experiment) {
        return experiments
                .get(ResourceID.fromResource(experiment))
                .map(there -> there.getMetadata().getUid())
                .filter(experiment.getMetadata().getUid()::equals)
                .isPresent();
    }

    /** All that are there, as far as this process has seen; none before it reconciles. */
    List<Experiment> present() {
        return experiments == null || !isRunning()
                ? List.of()
                : experiments.list().toList();
    }

    /** As {@link #poke}, also when the framework has forgotten the Experiment. */
    void pokeAnew(Experiment experiment) {
        EventHandler handler = getEventHandler();
        if (handler != null && isRunning()) {
            handler.handleEvent(
                    new ResourceEvent(ResourceAction.UPDATED, ResourceID.fromResource(experiment), experiment));
        }
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
