package io.glooshot.experiment.policy;

import io.glooshot.experiment.Verdict;

/**
 * How an experiment breaks a policy.
 *
 * @param field of the policy
 * @param how the field of the experiment, what it has, and what is allowed
 */
public record Violation(String policy, String field, String reason, String how) {

    public Verdict.Aborted verdict() {
        return new Verdict.Aborted(reason, "ExperimentPolicy %s, %s: %s.".formatted(policy, field, how));
    }
}
