package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What VirtualServices have to be for an experiment's faults to be on.
 *
 * @param virtualServices those that have to hold routes of ours, as a whole: users' own, changed, and ours
 * @param warnings what the user should know, a sentence each
 */
record DesiredRoutes(Map<ObjectName, ObjectNode> virtualServices, List<String> warnings) {

    DesiredRoutes {
        virtualServices = Map.copyOf(virtualServices);
        warnings = List.copyOf(warnings);
    }
}
