package io.glooshot.guard;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.glooshot.experiment.Moment;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the controllers have not shown themselves, by this process' own monotonic clock: what the Lease says of the time
 * was written by a clock that may be wrong.
 */
final class LeaseWatch {

    private String last;
    private Moment changed;

    /** Takes note of the Lease as it is; empty when there is none. */
    void saw(Optional<Lease> lease, Moment now) {
        String current = lease.map(LeaseWatch::version).orElse("");
        if (changed == null || !current.equals(last)) {
            last = current;
            changed = now;
        }
    }

    /** Since the Lease was last seen to change, or first seen. */
    Duration silence(Moment now) {
        return changed == null ? Duration.ZERO : now.since(changed);
    }

    /** A Lease that was given up is changed no more, whoever may write to its labels. */
    private static String version(Lease lease) {
        return lease.getMetadata().getUid() + " " + lease.getSpec().getHolderIdentity() + " "
                + lease.getSpec().getRenewTime();
    }
}
