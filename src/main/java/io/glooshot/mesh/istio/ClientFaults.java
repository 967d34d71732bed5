package io.glooshot.mesh.istio;

import java.util.List;
import java.util.Optional;

/**
 * The faults of one experiment that its callers' proxies inject.
 *
 * @param revision of the control plane that configures those proxies
 */
record ClientFaults(
        String uid,
        String experimentNamespace,
        String experimentName,
        Optional<String> revision,
        List<ClientFault> faults) {

    ClientFaults {
        faults = List.copyOf(faults);
    }
}
