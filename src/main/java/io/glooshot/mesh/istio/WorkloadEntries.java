package io.glooshot.mesh.istio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Workloads outside the cluster that Services select like pods. */
record WorkloadEntries(KubernetesClient client) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** On which they serve a named port of their Service. */
    Set<Integer> ports(String namespace, Map<String, String> labels, String portName) {
        String uri = "/apis/%s/v1/namespaces/%s/workloadentries".formatted(IstioKind.GROUP, namespace);
        Set<Integer> ports = new TreeSet<>();
        for (JsonNode entry : items(uri)) {
            JsonNode spec = entry.path("spec");
            boolean matches = labels.entrySet().stream()
                    .allMatch(label ->
                            spec.path("labels").path(label.getKey()).asText().equals(label.getValue()));
            JsonNode port =
                    spec.path("ports").path(Optional.ofNullable(portName).orElse(""));
            if (matches && port.isInt()) {
                ports.add(port.asInt());
            }
        }
        return ports;
    }

    private JsonNode items(String uri) {
        String answer = client.raw(uri);
        try {
            return JSON.readTree(answer == null ? "{}" : answer).path("items");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
