package io.glooshot.controller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the replicas of the controller agree on the one that acts. */
@ConfigMapping(prefix = "glooshot.leader-election")
public interface LeaderSettings {

    @WithDefault("glooshot")
    String leaseName();

    /** The namespace of the controller itself when left out. */
    Optional<String> leaseNamespace();

    /** Who this replica is: the host's name when left out, so that a restarted container goes on at once. */
    Optional<String> identity();

    /** How long others wait for a leader that is silent. */
    @WithDefault("15s")
    Duration leaseDuration();

    /** After how long without a renewal the leader gives up. */
    @WithDefault("10s")
    Duration renewDeadline();

    @WithDefault("2s")
    Duration retryPeriod();
}
