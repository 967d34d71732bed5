package io.glooshot.mesh.istio;

import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.Side;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans for tests; each of an experiment of its own. */
final class IstioPlans {

    private IstioPlans() {}

    static Plan of(PlannedFault... faults) {
        return new Plan(
                UUID.randomUUID().toString(),
                faults[0].destination().service().namespace(),
                "test",
                PlannedMesh.of("istio", MeshType.Istio),
                List.of(faults),
                List.of(),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }

    static PlannedFault abort(Destination destination, Side side, double percent, ServiceId... origins) {
        return fault(destination, side, CallMatch.ALL, new PlannedAbort.Http(418, percent), null, origins);
    }

    static PlannedFault fault(
            Destination destination,
            Side side,
            CallMatch match,
            PlannedAbort abort,
            PlannedDelay delay,
            ServiceId... origins) {
        Set<Origin> callers = Stream.of(origins).map(Origin::of).collect(Collectors.toSet());
        return new PlannedFault(
                0, callers, destination, Map.of(), match, side, Optional.ofNullable(abort), Optional.ofNullable(delay));
    }

    static PlannedFault narrowed(PlannedFault fault, Map<String, String> workloadLabels) {
        return new PlannedFault(
                fault.index(),
                fault.origins(),
                fault.destination(),
                workloadLabels,
                fault.match(),
                fault.side(),
                fault.abort(),
                fault.delay());
    }
}
