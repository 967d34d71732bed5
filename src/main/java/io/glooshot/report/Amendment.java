package io.glooshot.report;

import io.glooshot.api.Recovery;
import io.glooshot.experiment.Healing;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was found out of a run after its report was written.
 *
 * @param uid of the Experiment; a report of the same name that speaks of another is left alone
 * @param healing what was read; empty when it was not read by this process
 * @param faultedRequests by a later look at the mesh's counters; empty when there was none
 * @param byAnother whether another process had begun the watch
 */
public record Amendment(
        String namespace,
        String name,
        String uid,
        Recovery recovery,
        Optional<Healing> healing,
        OptionalLong faultedRequests,
        boolean byAnother) {}
