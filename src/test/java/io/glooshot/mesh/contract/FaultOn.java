package io.glooshot.mesh.contract;

import io.glooshot.api.Side;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts a fault together. */
final class FaultOn {

    private final Destination destination;
    private final Side side;
    private Set<Origin> origins = Set.of();
    private Map<String, String> workloadLabels = Map.of();
    private CallMatch match = CallMatch.ALL;
    private Optional<PlannedAbort> abort = Optional.empty();
    private Optional<PlannedDelay> delay = Optional.empty();

    private FaultOn(Destination destination, Side side) {
        this.destination = destination;
        this.side = side;
    }

    static FaultOn callsTo(Destination destination, Side side) {
        return new FaultOn(destination, side);
    }

    /** All calls, and so that {@link Answer#isAborted} can tell. */
    FaultOn aborted() {
        return aborted(new PlannedAbort.Http(Answer.ABORTED, 100));
    }

    FaultOn aborted(PlannedAbort how) {
        abort = Optional.of(how);
        return this;
    }

    /** All calls, and so that {@link Answer#isDelayed} can tell. */
    FaultOn delayed() {
        delay = Optional.of(new PlannedDelay(Duration.ofMillis(Answer.DELAY_MILLIS), 100));
        return this;
    }

    FaultOn from(ServiceId caller) {
        return from(Origin.of(caller));
    }

    FaultOn from(Origin caller) {
        origins = Set.of(caller);
        return this;
    }

    FaultOn when(CallMatch calls) {
        match = calls;
        return this;
    }

    FaultOn workloads(Map<String, String> labels) {
        workloadLabels = labels;
        return this;
    }

    PlannedFault fault() {
        return new PlannedFault(0, origins, destination, workloadLabels, match, side, abort, delay);
    }
}
