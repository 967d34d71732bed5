package io.glooshot.experiment;

import java.util.Map;

/**
 * A caller whose calls are hit.
 *
 * @param workloadLabels narrow its workloads down; empty means all of them
 */
public record Origin(ServiceId service, Map<String, String> workloadLabels) {

    public Origin {
        workloadLabels = Map.copyOf(workloadLabels);
    }

    /** All workloads of a service. */
    public static Origin of(ServiceId service) {
        return new Origin(service, Map.of());
    }
}
