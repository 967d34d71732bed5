package io.glooshot.mesh.istio;

import io.glooshot.experiment.PlannedFault;
import java.util.List;

/**
 * A fault in the callers' proxies, with what the cluster said of its destination and its callers.
 *
 * @param callers whose calls are hit; empty means all
 */
record ClientFault(PlannedFault fault, Host host, List<Caller> callers) {

    ClientFault {
        callers = List.copyOf(callers);
    }
}
