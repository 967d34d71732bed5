package io.glooshot.run;

import io.glooshot.experiment.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** What an experiment that may start later has to wait for. */
public sealed interface Wait {

    /** One CamelCase word, and a sentence, as for an end. */
    Verdict.Aborted told();

    /** @param first whose turn it is before, on the same destination */
    record ForExperiment(ExperimentName first) implements Wait {
        @Override
        public Verdict.Aborted told() {
            return new Verdict.Aborted(
                    "WaitingForExperiment", "Experiment %s has the same destination and goes first.".formatted(first));
        }
    }

    /**
     * @param most how many the policy allows at once
     * @param first all who go before: they run, or have waited for longer
     */
    record ForPolicy(String policy, int most, List<ExperimentName> first) implements Wait {

        private static final int MOST_NAMED = 5;

        public ForPolicy {
            first = List.copyOf(first);
        }

        @Override
        public Verdict.Aborted told() {
            String names = first.stream()
                    .limit(MOST_NAMED)
                    .map(ExperimentName::toString)
                    .collect(Collectors.joining(", "));
            int more = first.size() - MOST_NAMED;
            return new Verdict.Aborted(
                    "WaitingForPolicy",
                    "ExperimentPolicy %s, spec.maxExperiments: at most %d at once, and these go first: %s%s."
                            .formatted(policy, most, names, more > 0 ? " and %d more".formatted(more) : ""));
        }
    }
}
