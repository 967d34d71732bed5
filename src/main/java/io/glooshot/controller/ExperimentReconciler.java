package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.GlooShot;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.ExperimentState;
import io.glooshot.experiment.Verdict;
import io.glooshot.run.ExperimentName;
import io.glooshot.run.ExperimentRuns;
import io.glooshot.run.PoliciesUnreadableException;
import io.glooshot.run.Recoveries;
import io.glooshot.run.Run;
import io.glooshot.run.Wait;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.util.List;
import java.util.Optional;

/**
 * Starts, stops and resumes the run of an Experiment, and is the only writer of its status. Level-triggered: what it does
 * follows from the stored object and from what {@link ExperimentRuns} knows, never from which event came.
 */
@ControllerConfiguration(name = "experiments")
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 200, intervalMultiplier = 1.5, maxInterval = 5_000)
public class ExperimentReconciler implements Reconciler<Experiment> {

    private final ExperimentRuns runs;
    private final Recoveries recoveries;
    private final StatusFactory statuses;
    private final ReadingsBudget budget;
    private final ExperimentEvents events;
    private final Pokes pokes;
    private final KillSwitchWatch killSwitches;
    private final LongDeletion longDeletion;

    ExperimentReconciler(
            ExperimentRuns runs,
            Recoveries recoveries,
            StatusFactory statuses,
            ReadingsBudget budget,
            ExperimentEvents events,
            Pokes pokes,
            KillSwitchWatch killSwitches,
            LongDeletion longDeletion) {
        this.runs = runs;
        this.recoveries = recoveries;
        this.statuses = statuses;
        this.budget = budget;
        this.events = events;
        this.pokes = pokes;
        this.killSwitches = killSwitches;
        this.longDeletion = longDeletion;
    }

    @Override
    public List<EventSource<?, Experiment>> prepareEventSources(EventSourceContext<Experiment> context) {
        runs.onChange(pokes::poke);
        recoveries.onChange(pokes::poke);
        pokes.know(context.getPrimaryCache());
        return List.of(pokes);
    }

    @Override
    public UpdateControl<Experiment> reconcile(Experiment experiment, Context<Experiment> context) {
        if (pokes.isEnding() || runs.hasVanished(experiment)) {
            return UpdateControl.noUpdate();
        }
        if (context.isPrimaryResourceDeleted() && !pokes.isThere(experiment)) {
            runs.orphan(experiment);
            return UpdateControl.noUpdate();
        }
        // Told of a deletion with the object that has taken the place of the deleted one, the framework forgets both.
        runs.orphanPredecessors(experiment);
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        if (isOver(experiment) || (experiment.isMarkedForDeletion() && isUntouched(experiment))) {
            letGo(experiment, context);
        } else {
            carryOn(experiment, context);
        }
        return UpdateControl.noUpdate();
    }

    private void carryOn(Experiment experiment, Context<Experiment> context) {
        Experiment current = experiment;
        if (runs.of(current).isEmpty()) {
            current = guard(current, context);
            begin(current, context);
        }
        if (current.isMarkedForDeletion()) {
            runs.stop(current, "Deleted", "The experiment was deleted.");
        } else if (current.getSpec().stop()) {
            runs.stop(current, "Stopped", "spec.stop was set to true.");
        }
        Optional<Run> run = runs.of(current);
        if (run.isPresent()) {
            store(current, run.get(), context);
            if (longDeletion.isOver(current, run.get())) {
                // The run goes on, as one whose object is gone.
                dropFinalizer(current, context);
            }
        }
    }

    /** Sees to it that the object cannot vanish while a fault may be on. */
    private Experiment guard(Experiment experiment, Context<Experiment> context) {
        return experiment.hasFinalizer(GlooShot.FINALIZER) || experiment.isMarkedForDeletion()
                ? experiment
                : context.resourceOperations().addFinalizer(GlooShot.FINALIZER);
    }

    private void begin(Experiment experiment, Context<Experiment> context) {
        if (hasBegun(experiment)) {
            runs.resume(experiment);
            return;
        }
        try {
            if (experiment.getSpec().stop()) {
                throw new AbortException("Stopped", "spec.stop was true before the experiment started.");
            }
            Optional<Verdict.Aborted> banned = killSwitches.against(ExperimentName.of(experiment));
            if (banned.isPresent()) {
                write(experiment, statuses.waiting(experiment, banned.get()), context);
                return;
            }
            Optional<Wait> before = runs.start(experiment);
            before.ifPresent(wait -> write(experiment, statuses.waiting(experiment, wait.told()), context));
        } catch (PoliciesUnreadableException unknown) {
            write(experiment, statuses.waiting(experiment, unknown.verdict()), context);
            // Tried again, with back-off.
            throw unknown;
        } catch (AbortException impossible) {
            write(experiment, statuses.refused(experiment, impossible.verdict()), context);
        }
    }

    private void store(Experiment experiment, Run run, Context<Experiment> context) {
        ExperimentState state = run.state();
        ExperimentStatus next = statuses.of(experiment, run, state);
        if (budget.takeTurn(run) || !isSameButReadings(experiment.getStatus(), next)) {
            write(experiment, next, context);
        }
        run.stored(state);
    }

    private void write(Experiment experiment, ExperimentStatus next, Context<Experiment> context) {
        ExperimentStatus before = experiment.getStatus();
        if (next.equals(before)) {
            return;
        }
        boolean wasOver = isOver(experiment);
        experiment.setStatus(next);
        // With its resourceVersion: a writer that does not know the newest state must not overwrite it.
        context.resourceOperations().updatePrimaryStatus(experiment);
        events.tell(experiment, before, next);
        if (next.state().isFinal() && !wasOver) {
            // The next reconciliation sees the stored outcome and lets go.
            pokes.poke(ExperimentName.of(experiment));
        }
    }

    private static boolean isSameButReadings(ExperimentStatus before, ExperimentStatus next) {
        return before != null && before.withReadings(next.readings()).equals(next);
    }

    private void letGo(Experiment experiment, Context<Experiment> context) {
        runs.forget(experiment);
        Experiment free = dropFinalizer(experiment, context);
        if (isOver(free) && !free.isMarkedForDeletion()) {
            recover(free, context);
        }
    }

    /** The object as it is then, which can be written again. */
    private static Experiment dropFinalizer(Experiment experiment, Context<Experiment> context) {
        return experiment.hasFinalizer(GlooShot.FINALIZER)
                ? context.resourceOperations().removeFinalizer(GlooShot.FINALIZER)
                : experiment;
    }

    /** What the object waits for after its end, which keeps it from nothing. */
    private void recover(Experiment experiment, Context<Experiment> context) {
        runs.resumeRecovery(experiment);
        String uid = experiment.getMetadata().getUid();
        recoveries.ended(uid).ifPresent(recovery -> {
            write(experiment, statuses.recovered(experiment, recovery), context);
            recoveries.forget(uid);
        });
    }

    private static boolean isOver(Experiment experiment) {
        State state = state(experiment);
        return state != null && state.isFinal();
    }

    private boolean isUntouched(Experiment experiment) {
        return runs.of(experiment).isEmpty() && !hasBegun(experiment);
    }

    private static boolean hasBegun(Experiment experiment) {
        State state = state(experiment);
        return state == State.Started || state == State.Stopping;
    }

    private static State state(Experiment experiment) {
        return experiment.getStatus() == null ? null : experiment.getStatus().state();
    }
}
