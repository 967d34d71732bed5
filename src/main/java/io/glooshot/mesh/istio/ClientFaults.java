package io.glooshot.mesh.istio;

import java.util.List;
import java.util.Optional;

/**
 * The faults of one experiment in the callers' proxies.
 *
 * @param revision of the control plane that is to see them, where the Mesh names one
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
