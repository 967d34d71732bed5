package io.glooshot.run;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.StoredLength;
import java.util.List;

/**
 * Refuses what would be too large to be stored in the status and again in the report: a start that cannot be stored never
 * begins, and the experiment would wait for ever.
 */
final class StoredSize {

    /** Of service ports, and of callers, over all faults. */
    private static final int MOST = 256;

    /** Leaves as much to the readings of a report, and some room below what etcd takes by default. */
    private static final int LONGEST = 400_000;

    private StoredSize() {}

    static void require(ExperimentSpec spec, List<Target> targets, List<Source> origins) {
        if (targets.size() > MOST || origins.size() > MOST) {
            throw new AbortException(
                    "TooMuchSelected",
                    "spec.faults hit %d service ports, from %d services; at most %d of each are possible."
                            .formatted(targets.size(), origins.size(), MOST));
        }
        int length = length(spec.faults()) + length(targets) + length(origins);
        if (length > LONGEST) {
            throw new AbortException(
                    "TooMuchSelected",
                    "spec.faults and what they hit take %d bytes to store; at most %d are possible."
                            .formatted(length, LONGEST));
        }
    }

    private static int length(List<?> stored) {
        return StoredLength.of(Serialization.asJson(stored));
    }
}
