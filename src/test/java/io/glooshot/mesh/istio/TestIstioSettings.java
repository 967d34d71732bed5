package io.glooshot.mesh.istio;

import java.time.Duration;

record TestIstioSettings(Duration convergence, int putBacks) implements IstioSettings {
    @Override
    public boolean enabled() {
        return true;
    }

    @Override
    public String clusterDomain() {
        return "cluster.local";
    }
}
