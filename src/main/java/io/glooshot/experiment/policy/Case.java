package io.glooshot.experiment.policy;

import java.time.Instant;

/**
 * An experiment at a moment.
 *
 * @param until when what is judged is over: the planned end of one that is to start, and now for one that runs
 */
public record Case(Subject subject, Surroundings around, Instant now, Instant until) {

    static Case starting(Subject subject, Surroundings around, Instant now) {
        return new Case(subject, around, now, now.plus(subject.plan().duration()));
    }

    static Case running(Subject subject, Surroundings around, Instant now) {
        return new Case(subject, around, now, now);
    }
}
