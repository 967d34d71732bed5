package io.glooshot.experiment;

import java.util.Optional;
import java.util.Set;

/**
 * One fault on the calls to one destination. Abort and delay hit calls independently of each other.
 *
 * @param origins the callers that are hit; empty means all
 */
public record PlannedFault(
        Set<ServiceId> origins, Destination destination, Optional<PlannedAbort> abort, Optional<PlannedDelay> delay) {

    public PlannedFault {
        origins = Set.copyOf(origins);
    }

    public boolean hitsCallsFrom(ServiceId origin) {
        return origins.isEmpty() || origins.contains(origin);
    }

    /** Whether it is to hit any call at all. */
    boolean hitsCalls() {
        return abort.filter(on -> on.percent() > 0).isPresent()
                || delay.filter(on -> on.percent() > 0).isPresent();
    }

    /** Whether some call would be hit by both; such faults cannot be on at once. */
    public boolean overlaps(PlannedFault other) {
        return destination.equals(other.destination)
                && (origins.isEmpty()
                        || other.origins.isEmpty()
                        || origins.stream().anyMatch(other.origins::contains));
    }
}
