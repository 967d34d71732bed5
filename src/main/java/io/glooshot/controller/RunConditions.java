package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.glooshot.api.Experiment;
import io.glooshot.api.Recovery;
import io.glooshot.experiment.ExperimentState;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.ExperimentState.Pending;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.run.Run;
import java.time.Instant;
import java.util.List;

/** Says in words how far a run is: its reason and message, and the standard conditions. */
final class RunConditions {

    private RunConditions() {}

    static String reason(Run run, ExperimentState state) {
        if (state instanceof Pending) {
            return "ReadingConditions";
        }
        if (state instanceof Started) {
            return isInjected(run) ? "Watching" : "Injecting";
        }
        if (state instanceof Stopping) {
            return run.trouble().isPresent() ? "RemovalFailing" : "RemovingFaults";
        }
        return ((Finished) state).reason();
    }

    static String message(Run run, ExperimentState state) {
        if (state instanceof Pending) {
            return "Reading the failure conditions before anything is touched.";
        }
        if (state instanceof Started) {
            return isInjected(run) ? "The failure conditions are being watched." : "The faults are being injected.";
        }
        if (state instanceof Stopping stopping) {
            return stopping.verdict().message()
                    + run.trouble()
                            .map(trouble -> " Removal is tried again: " + trouble)
                            .orElse("");
        }
        return ((Finished) state).message();
    }

    static List<Condition> of(Experiment experiment, Run run, ExperimentState state, Instant now) {
        var conditions = new Conditions(experiment, now);
        String reason = reason(run, state);
        String message = message(run, state);
        if (state instanceof Pending) {
            return conditions.set("Accepted", "Unknown", reason, message).list();
        }
        if (state instanceof Finished && !hasStarted(experiment)) {
            return conditions
                    .set("Accepted", "False", reason, message)
                    .set("Finished", "True", reason, message)
                    .list();
        }
        conditions.set("Accepted", "True", "Planned", "The experiment can be run as written.");
        injected(conditions, run);
        if (state instanceof Finished) {
            observed(conditions, run);
            reported(conditions, run);
            conditions.set("Finished", "True", reason, message);
            run.recovery().ifPresent(recovery -> recovered(conditions, recovery));
        }
        return conditions.list();
    }

    private static void injected(Conditions conditions, Run run) {
        if (run.plan().isControl()) {
            conditions.set("Injected", "False", "ControlRun", "The experiment has no faults.");
        } else if (run.removedAt().isPresent()) {
            conditions.set("Injected", "False", "Removed", "The mesh confirmed that the faults are off.");
        } else if (isInjected(run)) {
            conditions.set(
                    "Injected",
                    "True",
                    "Confirmed",
                    "%d hold the faults.".formatted(run.heldBy().size()));
        } else {
            conditions.set("Injected", "Unknown", "Injecting", "The mesh has not confirmed the faults yet.");
        }
    }

    private static void observed(Conditions conditions, Run run) {
        if (run.plan().isControl()) {
            return;
        }
        if (run.faultedRequests().isEmpty()) {
            conditions.set("FaultObserved", "Unknown", "CountersUnreadable", "The mesh's counters could not be read.");
        } else {
            long count = run.faultedRequests().getAsLong();
            conditions.set(
                    "FaultObserved",
                    count > 0 ? "True" : "False",
                    count > 0 ? "RequestsFaulted" : "NothingFaulted",
                    "The mesh's counters show %d faulted requests.".formatted(count));
        }
    }

    static void recovered(Conditions conditions, Recovery recovery) {
        String status = switch (recovery.outcome()) {
            case Recovered -> "True";
            case NotRecovered -> "False";
            case Watching, Unknown -> "Unknown";
        };
        conditions.set("Recovered", status, recovery.reason(), recovery.message());
    }

    private static void reported(Conditions conditions, Run run) {
        conditions.set(
                "Reported",
                run.reportWritten() ? "True" : "False",
                run.reportWritten() ? "Written" : "WriteRefused",
                run.reportWritten() ? "The Report has the experiment's name." : "The API server refused the Report.");
    }

    private static boolean isInjected(Run run) {
        return run.plan().isControl() || run.injectedAt().isPresent();
    }

    private static boolean hasStarted(Experiment experiment) {
        return experiment.getStatus() != null && experiment.getStatus().timeStarted() != null;
    }
}
