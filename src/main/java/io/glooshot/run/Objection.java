package io.glooshot.run;

import io.glooshot.experiment.Verdict;

/**
 * What speaks against the start of an experiment.
 *
 * @param reason one CamelCase word, as the experiment's status would have it
 * @param message the same in a sentence
 * @param isSure false where it was found here and the controller may find otherwise: it has other rights, and another place
 *     in the network
 */
public record Objection(String reason, String message, boolean isSure) {

    static Objection sure(Verdict.Aborted verdict) {
        return new Objection(verdict.reason(), verdict.message(), true);
    }

    static Objection unsure(String reason, String message) {
        return new Objection(reason, message, false);
    }
}
