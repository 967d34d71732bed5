package io.glooshot.controller;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.util.function.BooleanSupplier;

/**
 * How the replicas elect their leader. One that loses the Lease ends its process at once; one that ends anyway has no need
 * to, and must be let finish.
 */
class Election extends LeaderElectionConfiguration {

    private final BooleanSupplier ending;

    Election(LeaderSettings settings, String identity, LeaderCallbacks callbacks, BooleanSupplier ending) {
        // Not by its builder, which builds one that goes on after it has lost the Lease.
        super(
                settings.leaseName(),
                settings.leaseNamespace().orElse(null),
                settings.leaseDuration(),
                settings.renewDeadline(),
                settings.retryPeriod(),
                identity,
                callbacks,
                true);
        this.ending = ending;
    }

    /** Asked at the moment when the Lease is lost. */
    @Override
    public boolean isExitOnStopLeading() {
        return !ending.getAsBoolean();
    }
}
