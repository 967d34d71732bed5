package io.glooshot.cli;

import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Report;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of one experiment of {@code glooshot run}.
 *
 * @param report as far as there is one
 */
record RunResult(String name, Code code, Optional<Report> report) {

    /** In the order of the exit codes, from good to bad. */
    enum Code {
        SUCCEEDED,
        FAILED,
        ABORTED,
        NOT_RUN;

        static Code of(State state) {
            return switch (state) {
                case Succeeded -> SUCCEEDED;
                case Failed -> FAILED;
                case Aborted -> ABORTED;
                default -> NOT_RUN;
            };
        }
    }

    static RunResult notRun(String name) {
        return new RunResult(name, Code.NOT_RUN, Optional.empty());
    }

    /** The worst of them as an exit code; of none at all, too. */
    static int exitCode(List<RunResult> results) {
        return results.stream()
                .map(RunResult::code)
                .max(Comparator.naturalOrder())
                .orElse(Code.NOT_RUN)
                .ordinal();
    }
}
