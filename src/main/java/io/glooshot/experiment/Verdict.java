package io.glooshot.experiment;

import io.glooshot.api.ExperimentStatus.State;

/** What ended a run. */
public sealed interface Verdict {

    /** The outcome of a run that ends with this. */
    State result();

    /** One CamelCase word. */
    String reason();

    /** The same in a sentence. */
    String message();

    /** The deadline came and no failure condition was met. */
    record Passed() implements Verdict {
        @Override
        public State result() {
            return State.Succeeded;
        }

        @Override
        public String reason() {
            return "DeadlineReached";
        }

        @Override
        public String message() {
            return "The duration passed and no failure condition was met.";
        }
    }

    /** A failure condition was met: the answer that the user came for. */
    record Breached(Measurement measurement) implements Verdict {
        @Override
        public State result() {
            return State.Failed;
        }

        @Override
        public String reason() {
            return "ConditionMet";
        }

        @Override
        public String message() {
            int limit = measurement.check().terms().failureLimit();
            return "Failure condition %s was met%s: %s."
                    .formatted(
                            measurement.check().name(),
                            limit == 1 ? "" : " by %d readings in a row".formatted(limit),
                            measurement.comparison());
        }
    }

    /** The run was ended for any other reason. */
    record Aborted(String reason, String message) implements Verdict {
        @Override
        public State result() {
            return State.Aborted;
        }
    }

    /** The verdict on a run whose own machinery failed. */
    static Verdict errored(Throwable failure) {
        if (failure instanceof AbortException abort) {
            return abort.verdict();
        }
        return new Aborted("InternalError", failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
}
