package io.glooshot.mesh.istio.route;

import java.util.List;
import java.util.Optional;

/**
 * The faults of one experiment that its callers' proxies inject.
 *
 * @param revision of the control plane that configures those proxies
 */
public record ClientFaults(
        String uid,
        String experimentNamespace,
        String experimentName,
        Optional<String> revision,
        List<ClientFault> faults) {

    public ClientFaults {
        faults = List.copyOf(faults);
    }
}
