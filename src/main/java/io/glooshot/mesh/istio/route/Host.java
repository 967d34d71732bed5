package io.glooshot.mesh.istio.route;

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
public record Host(
        ServiceId service,
        int port,
        boolean onlyPort,
        String clusterDomain,
        List<String> clusterIps,
        Set<String> namespaces) {

    public Host {
        clusterIps = List.copyOf(clusterIps);
        namespaces = Set.copyOf(namespaces);
    }

    public String namespace() {
        return service.namespace();
    }

    public String fqdn() {
        return HostName.ofService(service.name(), service.namespace(), clusterDomain);
    }

    public boolean isHeadless() {
        return clusterIps.isEmpty() || clusterIps.contains("None");
    }
}
