package io.glooshot.controller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the meshes in the cluster are found. */
@ConfigMapping(prefix = "glooshot.discovery")
public interface DiscoverySettings {

    /** Whether a Mesh is created for each control plane that has none. */
    @WithDefault("true")
    boolean enabled();

    /** How often control planes are looked for; first of all when this replica begins to lead. */
    @WithDefault("30s")
    Duration interval();
}
