package io.glooshot.mesh.istio;

import io.glooshot.experiment.ServiceId;
import java.util.List;
import java.util.Set;

/**
 * A port of a Service, as callers reach it.
 *
 * @param onlyPort whether the Service has no other
 * @param clusterIps none, or {@code None}, when the Service is headless
 * @param namespaces all of the cluster
 */
record Host(
        ServiceId service,
        int port,
        boolean onlyPort,
        String clusterDomain,
        List<String> clusterIps,
        Set<String> namespaces) {

    Host {
        clusterIps = List.copyOf(clusterIps);
        namespaces = Set.copyOf(namespaces);
    }

    String namespace() {
        return service.namespace();
    }

    String fqdn() {
        return HostName.ofService(service.name(), service.namespace(), clusterDomain);
    }

    boolean isHeadless() {
        return clusterIps.isEmpty() || clusterIps.contains("None");
    }
}
