package io.glooshot.campaign;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.MeshSpec.MeshType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what an experiment says of its end is so.
 *
 * @param reasons that are true after what was done to it, besides those that anybody can see to be true or not
 * @param keepsTime whether the times that it says are those of this process
 * @param isLate whether its end was seen, by the clock of this process, when its duration had passed
 * @param isResumed whether its Report says that one process went on with what another began
 */
record Truth(Set<String> reasons, boolean keepsTime, boolean isLate, boolean isResumed) {

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
                    // Who takes over just before the deadline may have no time to read.
                    case "NotReadAtDeadline" -> status.state() == State.Aborted && isResumed && isAtDeadline(status);
                    // After a change of leaders the proxies have ten seconds to come to the next one.
                    case "NoProxy" -> status.meshType() == MeshType.Envoy && wasOff(status, held);
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

    private boolean isAtDeadline(ExperimentStatus status) {
        if (status.verdict() == null || status.deadline() == null) {
            return false;
        }
        if (!keepsTime) {
            return isLate;
        }
        Instant deadline = Instant.parse(status.deadline());
        return !Instant.parse(status.verdict().time()).isBefore(deadline.minus(TOLERANCE));
    }

    /** A proxy that was there would have had the fault when it was said that there was none. */
    private static boolean wasOff(ExperimentStatus status, Optional<Holdings.Span> held) {
        Instant said = status.verdict() == null
                ? Instant.MIN
                : Instant.parse(status.verdict().time());
        return held.map(span -> span.last().isBefore(said.plus(TOLERANCE))).orElse(true);
    }

    private static boolean isShort(Optional<Holdings.Span> held) {
        return held.map(span -> Duration.between(span.first(), span.last()).compareTo(SURE_TO_HIT) < 0)
                .orElse(true);
    }
}
