package io.glooshot.experiment;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One fault on the calls to one destination.
 *
 * @param origins the callers that are hit; empty means all
 * @param abortStatus the HTTP status of an abort
 * @param delay how long a call is held up
 * @param percent the share of the calls that are hit, 0 to 100
 */
public record PlannedFault(
        Set<ServiceId> origins,
        Destination destination,
        Optional<Integer> abortStatus,
        Optional<Duration> delay,
        double percent) {

    public PlannedFault {
        origins = Set.copyOf(origins);
    }

    public boolean hitsCallsFrom(ServiceId origin) {
        return origins.isEmpty() || origins.contains(origin);
    }

    /** Whether some call would be hit by both; such faults cannot be on at once. */
    public boolean overlaps(PlannedFault other) {
        return destination.equals(other.destination)
                && (origins.isEmpty()
                        || other.origins.isEmpty()
                        || origins.stream().anyMatch(other.origins::contains));
    }
}
