package io.glooshot.experiment;

import io.glooshot.api.Side;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One fault on the calls to one destination. Abort and delay hit calls independently of each other.
 *
 * @param index of the fault in {@code spec.faults}
 * @param origins the callers that are hit; empty means all
 * @param workloadLabels narrow the destination's workloads down; empty means all of them
 */
public record PlannedFault(
        int index,
        Set<Origin> origins,
        Destination destination,
        Map<String, String> workloadLabels,
        CallMatch match,
        Side side,
        Optional<PlannedAbort> abort,
        Optional<PlannedDelay> delay) {

    public PlannedFault {
        origins = Set.copyOf(origins);
        workloadLabels = Map.copyOf(workloadLabels);
    }

    public boolean hitsCallsFrom(ServiceId origin) {
        return origins.isEmpty() || originServices().contains(origin);
    }

    public Set<ServiceId> originServices() {
        return origins.stream().map(Origin::service).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it is to hit any call at all. */
    public boolean hitsCalls() {
        return abort.filter(on -> on.percent() > 0).isPresent()
                || delay.filter(on -> on.percent() > 0).isPresent();
    }

    /** Whether some call could be hit by both, as far as can be told; such faults cannot be on at once. */
    public boolean overlaps(PlannedFault other) {
        return destination.equals(other.destination)
                && (origins.isEmpty()
                        || other.origins.isEmpty()
                        || originServices().stream().anyMatch(other.originServices()::contains));
    }
}
