package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Recovery;
import io.glooshot.api.Report;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.cli.ExperimentAccess.Look;
import io.glooshot.cli.RunResult.Code;
import io.glooshot.experiment.Numbers;
import java.time.Duration;
import java.util.Optional;

/**
 * Follows one Experiment to its end, through outages of the API server. Ends it where that is asked for, and does not go
 * before its faults are off unless it is asked twice. Never tells of a success that nobody has seen.
 */
class RunFollower {

    /**
     * How long to wait for what.
     *
     * @param pickup for a controller to say anything about the experiment
     * @param whole until the faults are off; the experiment is stopped then
     * @param removal for the faults to go off once the experiment was told to stop
     * @param recovery for the system to heal after the faults
     */
    record Patience(Duration pickup, Duration whole, Duration removal, Duration recovery) {}

    private static final Duration PAUSE = Duration.ofMillis(500);
    /** The Report of an experiment that somebody deletes is written while its faults come off. */
    private static final Duration LATE_REPORT = Duration.ofSeconds(20);

    private final ExperimentAccess access;
    private final Patience patience;
    private final Interruption interruption;
    private final RunProgress progress;
    private final long begun = System.nanoTime();
    private Optional<Long> stopAsked = Optional.empty();
    private boolean isStopSent;
    private boolean isPickedUp;

    RunFollower(ExperimentAccess access, Patience patience, Interruption interruption, RunProgress progress) {
        this.access = access;
        this.patience = patience;
        this.interruption = interruption;
        this.progress = progress;
    }

    Code follow() throws InterruptedException {
        int interrupted = interruption.count();
        while (true) {
            Look look = access.look();
            Optional<Code> end = judge(look);
            if (end.isPresent()) {
                progress.erase();
                return end.get();
            }
            int more = interruption.count() - interrupted;
            if (more > 1) {
                return leave("you asked to end at once");
            }
            if (more == 1) {
                askToStop(
                        "Interrupted: the experiment is stopped, and its faults come off. Once more ends this at once.");
            } else if (isOver(begun, patience.whole())) {
                askToStop("The timeout has passed: the experiment is stopped, and its faults come off.");
            }
            if (stopAsked.isPresent() && isOver(stopAsked.get(), patience.removal())) {
                return leave("the faults were not confirmed to be off in time");
            }
            interruption.pause(PAUSE);
        }
    }

    private Optional<Code> judge(Look look) throws InterruptedException {
        if (look instanceof Look.Unanswered unanswered) {
            progress.once("api", "The API server cannot be asked: %s. Trying again.".formatted(unanswered.why()));
            return Optional.empty();
        }
        if (progress.over("api")) {
            progress.line("The API server answers again.");
        }
        if (look instanceof Look.Gone) {
            return Optional.of(afterDeletion());
        }
        Experiment experiment = ((Look.Seen) look).experiment();
        progress.seen(experiment);
        State state = Optional.ofNullable(experiment.getStatus())
                .map(ExperimentStatus::state)
                .orElse(null);
        isPickedUp |= state != null;
        if (!isPickedUp && (isOver(begun, patience.pickup()) || stopAsked.isPresent())) {
            return Optional.of(withdraw());
        }
        sendStop();
        return state != null && state.isFinal() ? Optional.of(Code.of(state)) : Optional.empty();
    }

    private void askToStop(String why) {
        if (stopAsked.isEmpty()) {
            stopAsked = Optional.of(System.nanoTime());
            progress.line(why);
            sendStop();
        }
    }

    private void sendStop() {
        if (stopAsked.isEmpty() || isStopSent) {
            return;
        }
        try {
            access.stop();
            isStopSent = true;
        } catch (KubernetesClientException failure) {
            progress.once("stop", "It could not be told to stop yet: %s.".formatted(ApiFailure.describe(failure)));
        }
    }

    /** Nobody has taken it up, so there is nothing to take off. */
    private Code withdraw() {
        progress.line("No controller has taken %s up within %s: is one running? Look with `glooshot doctor`."
                .formatted(access, Numbers.text(patience.pickup())));
        try {
            access.delete();
            progress.line("Deleted %s; nothing was touched.".formatted(access));
        } catch (KubernetesClientException failure) {
            progress.line(
                    "It could not be deleted, and starts when there is a controller: %s. Delete it with `glooshot delete experiment %s -n %s`."
                            .formatted(ApiFailure.describe(failure), access.name(), access.namespace()));
        }
        return Code.NOT_RUN;
    }

    private Code afterDeletion() throws InterruptedException {
        progress.line("%s was deleted by somebody else.".formatted(access));
        long since = System.nanoTime();
        while (!isOver(since, LATE_REPORT) && interruption.count() == 0) {
            Optional<Report> report = report();
            if (report.isPresent()) {
                State result = report.get().getSpec().result();
                progress.line("Its Report says %s.".formatted(result));
                return Code.of(result);
            }
            interruption.pause(PAUSE);
        }
        progress.line("There is no Report of it, so nobody knows how it went.");
        return Code.NOT_RUN;
    }

    private Code leave(String why) {
        progress.line(
                "Left %s behind, as %s. Its faults may be on until its deadline. Take them off with `glooshot stop %s -n %s`, or all there are with `glooshot recover`."
                        .formatted(access, why, access.name(), access.namespace()));
        return Code.NOT_RUN;
    }

    /**
     * Waits until it is known whether the system has healed.
     *
     * @return false when somebody did not want to wait for that
     */
    boolean followRecovery() throws InterruptedException {
        int interrupted = interruption.count();
        long since = System.nanoTime();
        while (interruption.count() == interrupted) {
            Look look = access.look();
            if (look instanceof Look.Gone) {
                return true;
            }
            if (look instanceof Look.Seen seen) {
                Recovery recovery = seen.experiment().getStatus().recovery();
                if (recovery == null || !recovery.stillWatching()) {
                    tell(recovery);
                    return true;
                }
                progress.once(
                        "recovery",
                        "The faults are off. Waiting for the system to heal, until %s at the latest."
                                .formatted(recovery.deadline()));
            }
            if (isOver(since, patience.recovery())) {
                progress.line("It is still not known whether the system has healed.");
                return false;
            }
            interruption.pause(PAUSE);
        }
        progress.line("Interrupted: not waiting for the system to heal.");
        return false;
    }

    private void tell(Recovery recovery) {
        progress.erase();
        if (recovery != null) {
            progress.line("%s: %s".formatted(recovery.outcome(), recovery.message()));
        }
    }

    /** As far as it can be read. */
    Optional<Report> report() {
        try {
            return access.report();
        } catch (KubernetesClientException failure) {
            progress.once("report", "The Report cannot be read: %s.".formatted(ApiFailure.describe(failure)));
            return Optional.empty();
        }
    }

    private static boolean isOver(long since, Duration limit) {
        return System.nanoTime() - since > limit.toNanos();
    }
}
