package io.glooshot.mesh.istio;

import io.glooshot.experiment.ServiceId;
import java.util.List;
import java.util.Set;

/**
 * A destination as Istio sees it.
 *
 * @param onlyPort whether the Service has no other port
 * @param clusterDomain ends the Service's full name
 * @param clusterIps by which it can be called as well
 * @param namespaces all that the cluster has, where callers can be
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
}
