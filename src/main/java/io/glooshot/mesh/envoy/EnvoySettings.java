package io.glooshot.mesh.envoy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How plain Envoy proxies are served. */
@ConfigMapping(prefix = "glooshot.envoy")
public interface EnvoySettings {

    /** How long a proxy keeps a fault that is not renewed: so long can one outlive its controller. */
    @WithDefault("30s")
    Duration ttl();

    /** How often a fault is renewed; well below the TTL, so that a lost renewal does not end it. */
    @WithDefault("10s")
    Duration renewal();

    /** How long proxies may take to acknowledge a fault. */
    @WithDefault("10s")
    Duration ackTimeout();

    /** How long after the start of serving a proxy that is not connected may still be about to reconnect. */
    @WithDefault("10s")
    Duration reconnectGrace();

    /** Path of a PEM file with the authorities whose certificates proxies must show; not needed in plaintext. */
    Optional<String> trustedCa();
}
