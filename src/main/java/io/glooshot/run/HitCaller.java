package io.glooshot.run;

import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;

/**
 * A caller whose calls a fault would hit, by the mesh's own metrics of the last minutes.
 *
 * @param fault index in {@code spec.faults}
 * @param destination whose calls are hit
 * @param requestsPerSecond from the caller to the destination
 * @param hitPerSecond how many of them would be hit
 * @param isMost whether it may be fewer, since the metrics do not tell the calls that are meant from others
 */
public record HitCaller(
        int fault, String destination, String caller, double requestsPerSecond, double hitPerSecond, boolean isMost) {

    private static final double WHOLE = 100;

    static HitCaller of(PlannedFault fault, String caller, double requestsPerSecond, boolean callersAreKnown) {
        return new HitCaller(
                fault.index(),
                fault.destination().toString(),
                caller,
                requestsPerSecond,
                requestsPerSecond
                        * share(
                                fault.abort().map(PlannedAbort::percent).orElse(0d),
                                fault.delay().map(PlannedDelay::percent).orElse(0d)),
                !callersAreKnown || !fault.match().hitsAll());
    }

    /** Of the calls that an abort and a delay hit, each independently of the other: 0 to 1. */
    public static double share(double abortPercent, double delayPercent) {
        double spared = (1 - abortPercent / WHOLE) * (1 - delayPercent / WHOLE);
        return 1 - spared;
    }
}
