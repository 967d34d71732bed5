package io.glooshot.experiment;

import io.glooshot.api.Side;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Faults for tests that care about some of their properties only. */
public final class PlannedFaults {

    private PlannedFaults() {}

    /** On all calls to the destination, or those from some services, in the callers' proxies. */
    public static PlannedFault of(
            Set<ServiceId> origins,
            Destination destination,
            Optional<PlannedAbort> abort,
            Optional<PlannedDelay> delay) {
        return new PlannedFault(
                0,
                origins.stream().map(Origin::of).collect(Collectors.toSet()),
                destination,
                Map.of(),
                CallMatch.ALL,
                Side.Client,
                abort,
                delay);
    }
}
