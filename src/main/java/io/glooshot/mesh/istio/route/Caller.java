package io.glooshot.mesh.istio.route;

import java.util.Map;

/** Workloads whose calls are hit: those in the namespace that carry all the labels. */
public record Caller(String namespace, Map<String, String> labels) {

    public Caller {
        labels = Map.copyOf(labels);
    }
}
