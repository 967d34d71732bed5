package io.glooshot.experiment;

import io.glooshot.api.ExperimentStatus.State;
import java.time.Instant;

/**
 * How far an experiment is. A transition exists only as a method of the state that it may start from. Each state is
 * stored before what it allows is done, so that a successor can go on from it.
 */
public sealed interface ExperimentState {

    State state();

    /** Nothing was touched yet. */
    record Pending() implements ExperimentState {

        @Override
        public State state() {
            return State.Pending;
        }

        /** Faults may be on from here on, to the deadline at the latest. */
        public Started start(Instant startedAt, Instant deadline) {
            return new Started(startedAt, deadline);
        }

        /** Nothing was touched and nothing will be. */
        public Finished abort(Verdict.Aborted verdict, Instant at) {
            return new Finished(verdict.result(), verdict.reason(), verdict.message(), at);
        }
    }

    /** Faults may be on. */
    record Started(Instant startedAt, Instant deadline) implements ExperimentState {

        @Override
        public State state() {
            return State.Started;
        }

        /** The verdict is there; from here on faults are only ever taken off. */
        public Stopping stop(Verdict verdict, Instant verdictAt) {
            return new Stopping(this, verdict, verdictAt);
        }
    }

    /** The verdict is there and faults may still be on. */
    record Stopping(Started started, Verdict verdict, Instant verdictAt) implements ExperimentState {

        @Override
        public State state() {
            return State.Stopping;
        }

        /** Removal is confirmed. */
        public Finished finish(Instant at) {
            return new Finished(verdict.result(), verdict.reason(), verdict.message(), at);
        }
    }

    /** The outcome; nothing more happens. */
    record Finished(State result, String reason, String message, Instant at) implements ExperimentState {

        public Finished {
            if (!result.isFinal()) {
                throw new IllegalArgumentException(result + " is not an outcome");
            }
        }

        @Override
        public State state() {
            return result;
        }
    }
}
