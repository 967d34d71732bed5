package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the VirtualServices of the cluster have to be for the faults to be on.
 *
 * @param virtualServices those that hold routes of the experiment, whole: the user's, and ours to be created. Any other
 *     one with such routes in it is out of date
 * @param warnings sentences for the user
 */
public record DesiredRoutes(Map<ObjectName, ObjectNode> virtualServices, List<String> warnings) {

    public DesiredRoutes {
        virtualServices = Collections.unmodifiableMap(new LinkedHashMap<>(virtualServices));
        warnings = List.copyOf(warnings);
    }
}
