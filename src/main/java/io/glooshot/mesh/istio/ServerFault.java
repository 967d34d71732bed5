package io.glooshot.mesh.istio;

import io.glooshot.experiment.PlannedFault;
import java.util.Map;
import java.util.Set;

/**
 * A fault in the proxies of the service that is called.
 *
 * @param workload labels of the service's workloads that are hit
 * @param ports on which these workloads serve the destination
 */
record ServerFault(PlannedFault fault, Map<String, String> workload, Set<Integer> ports) {

    ServerFault {
        workload = Map.copyOf(workload);
        ports = Set.copyOf(ports);
    }
}
