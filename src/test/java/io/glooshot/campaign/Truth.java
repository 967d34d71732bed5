package io.glooshot.campaign;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what an experiment says of its end is so.
 *
 * @param reasons that are true after what was done to it, besides those that anybody can see to be true or not
 */
record Truth(Set<String> reasons) {

    /** The clocks of this process and of the controllers are the same; so long may a word take. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    /** A shorter fault may have hit no call at all, of five a second. */
    private static final Duration SURE_TO_HIT = Duration.ofSeconds(3);

    /** What is wrong with it; empty when it is true. */
    Optional<String> problem(ExperimentStatus status, Optional<Holdings.Span> held) {
        boolean isTrue = reasons.contains(status.reason())
                || switch (status.reason()) {
                    case "DeadlineReached" ->
                        status.state() == State.Succeeded && held.isPresent() && isAtDeadline(status);
                    case "DeadlinePassed" -> status.state() == State.Aborted && isAtDeadline(status);
                    case "NothingFaulted" -> status.state() == State.Aborted && isShort(held) && isAtDeadline(status);
                    default -> false;
                };
        return isTrue
                ? Optional.empty()
                : Optional.of("%s (%s): %s; started %s, deadline %s, verdict %s; held %s"
                        .formatted(
                                status.state(),
                                status.reason(),
                                status.message(),
                                status.timeStarted(),
                                status.deadline(),
                                status.verdict(),
                                held.map(Object::toString).orElse("never")));
    }

    private static boolean isAtDeadline(ExperimentStatus status) {
        if (status.verdict() == null || status.deadline() == null) {
            return false;
        }
        Instant deadline = Instant.parse(status.deadline());
        return !Instant.parse(status.verdict().time()).isBefore(deadline.minus(TOLERANCE));
    }

    private static boolean isShort(Optional<Holdings.Span> held) {
        return held.map(span -> Duration.between(span.first(), span.last()).compareTo(SURE_TO_HIT) < 0)
                .orElse(true);
    }
}
