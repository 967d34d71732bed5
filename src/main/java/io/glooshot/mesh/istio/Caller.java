package io.glooshot.mesh.istio;

import java.util.Map;

/**
 * Workloads whose calls are hit.
 *
 * @param labels that all of them have
 */
record Caller(String namespace, Map<String, String> labels) {

    Caller {
        labels = Map.copyOf(labels);
    }
}
