package io.glooshot.mesh.istio;

import java.util.Map;

/** Workloads whose calls are hit: those in the namespace that carry all the labels. */
record Caller(String namespace, Map<String, String> labels) {

    Caller {
        labels = Map.copyOf(labels);
    }
}
