package io.glooshot.mesh.istio;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How faults are put into Istio. */
@ConfigMapping(prefix = "glooshot.istio")
public interface IstioSettings {

    /**
     * Whether Istio can be used at all. Where it cannot the controller neither looks for it nor asks for its objects, and
     * needs no right to.
     */
    @WithDefault("true")
    boolean enabled();

    /** Where istiod is looked for; any namespace when left out. */
    Optional<String> controlPlaneNamespace();

    /** The cluster's DNS domain, which ends the full name of every Service. */
    @WithDefault("cluster.local")
    String clusterDomain();

    /**
     * How long istiod may take to tell all proxies of a change; a server-side fault is deleted only when it has been at 0 %
     * for so long. Istio waits for more changes for 10 seconds at most.
     */
    @WithDefault("12s")
    Duration convergence();

    /** How many times a fault that somebody else has taken out is put back before the run is aborted. */
    @WithDefault("3")
    int putBacks();
}
