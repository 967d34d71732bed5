package io.glooshot.mesh.envoy;

import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedFaults;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Plans for tests; each of an experiment of its own. */
final class Plans {

    static final ServiceId REVIEWS = new ServiceId("bookinfo", "reviews");
    static final ServiceId PRODUCTPAGE = new ServiceId("bookinfo", "productpage");
    static final Destination RATINGS = new Destination(new ServiceId("bookinfo", "ratings"), 9080);
    static final Destination DETAILS = new Destination(new ServiceId("bookinfo", "details"), 9080);

    private Plans() {}

    static Plan of(PlannedFault... faults) {
        return new Plan(
                UUID.randomUUID().toString(),
                "bookinfo",
                "test",
                PlannedMesh.of("envoy", MeshType.Envoy),
                List.of(faults),
                List.of(),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }

    /** The same fault, on just the calls that match. */
    static PlannedFault when(CallMatch match, PlannedFault fault) {
        return new PlannedFault(
                fault.index(),
                fault.origins(),
                fault.destination(),
                fault.workloadLabels(),
                match,
                fault.side(),
                fault.abort(),
                fault.delay());
    }

    static PlannedFault abort(Destination destination, ServiceId... origins) {
        return fault(destination, 418, null, 100, origins);
    }

    static PlannedFault fault(
            Destination destination, Integer status, Duration delay, double percent, ServiceId... origins) {
        return fault(
                destination,
                status == null ? null : new PlannedAbort.Http(status, percent),
                delay == null ? null : new PlannedDelay(delay, percent),
                origins);
    }

    static PlannedFault fault(Destination destination, PlannedAbort abort, PlannedDelay delay, ServiceId... origins) {
        return PlannedFaults.of(Set.of(origins), destination, Optional.ofNullable(abort), Optional.ofNullable(delay));
    }
}
