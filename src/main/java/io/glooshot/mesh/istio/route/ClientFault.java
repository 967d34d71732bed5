package io.glooshot.mesh.istio.route;

import io.glooshot.experiment.PlannedFault;
import java.util.List;

/**
 * A fault, with what the cluster said about its destination and its callers.
 *
 * @param callers empty means every caller
 */
public record ClientFault(PlannedFault fault, Host host, List<Caller> callers) {

    public ClientFault {
        callers = List.copyOf(callers);
    }
}
