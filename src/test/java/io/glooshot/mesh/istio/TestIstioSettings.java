package io.glooshot.mesh.istio;

import java.time.Duration;

record TestIstioSettings(Duration convergence, int putBacks) implements IstioSettings {
    @Override
    public String clusterDomain() {
        return "cluster.local";
    }
}
