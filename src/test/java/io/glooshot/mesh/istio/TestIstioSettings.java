package io.glooshot.mesh.istio;

import java.time.Duration;
import java.util.Optional;

/** With the defaults of what is not given. */
public record TestIstioSettings(Duration convergence, int putBacks) implements IstioSettings {
    @Override
    public boolean enabled() {
        return true;
    }

    @Override
    public Optional<String> controlPlaneNamespace() {
        return Optional.empty();
    }

    @Override
    public String clusterDomain() {
        return "cluster.local";
    }
}
