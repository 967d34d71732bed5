package io.glooshot.experiment.policy;

import io.glooshot.experiment.Numbers;
import java.time.Duration;
import java.util.Optional;

/** One limit of a policy. */
public interface Limit {

    /** Reason of an experiment that is ended because it breaks one. */
    String BROKEN = "PolicyViolation";

    /** Reason of an experiment that is ended because nobody knows whether it breaks one. */
    String NOT_UNDERSTOOD = "PolicyNotUnderstood";

    /** Where it stands in the policy. */
    String field();

    /** How the experiment breaks it: the field of the experiment, what it has, and what is allowed. */
    Optional<String> brokenBy(Case experiment);

    default String reason() {
        return BROKEN;
    }

    /** On {@code spec.duration}. */
    record LongestDuration(Duration most) implements Limit {
        @Override
        public String field() {
            return "spec.maxDuration";
        }

        @Override
        public Optional<String> brokenBy(Case experiment) {
            return longer("spec.duration", experiment.subject().plan().duration(), most);
        }
    }

    /** On {@code spec.maxBlind}. */
    record LongestBlindness(Duration most) implements Limit {
        @Override
        public String field() {
            return "spec.maxBlind";
        }

        @Override
        public Optional<String> brokenBy(Case experiment) {
            return longer("spec.maxBlind", experiment.subject().plan().maxBlind(), most);
        }
    }

    /** Stands for what cannot be understood: whatever it was to forbid, all is forbidden. */
    record NotUnderstood(String field, String why) implements Limit {
        @Override
        public Optional<String> brokenBy(Case experiment) {
            return Optional.of(why + ". No experiment that the policy selects can run until that is put right");
        }

        @Override
        public String reason() {
            return NOT_UNDERSTOOD;
        }
    }

    private static Optional<String> longer(String field, Duration value, Duration most) {
        return value.compareTo(most) > 0
                ? Optional.of(
                        "%s is %s, and at most %s is allowed".formatted(field, Numbers.text(value), Numbers.text(most)))
                : Optional.empty();
    }
}
