package io.glooshot.experiment;

import io.glooshot.api.FaultRule;
import io.glooshot.api.Recovery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that is known of a run that is over.
 *
 * @param rules the faults as the experiment has them, of which the plan is made
 * @param startedAt empty when the run was aborted before anything was touched
 * @param injectedAt when the mesh confirmed the faults to be on; empty when it never did
 * @param verdictAt when removal began
 * @param removedAt when the mesh confirmed the faults to be off
 * @param recovery empty when there is nothing to recover from, or nothing to tell it by
 * @param faultedRequests empty when the mesh's counters could not be read
 */
public record Outcome(
        Plan plan,
        List<FaultRule> rules,
        Verdict verdict,
        ExperimentState.Finished state,
        Optional<Instant> startedAt,
        Optional<Instant> injectedAt,
        Optional<Instant> verdictAt,
        Optional<Instant> removedAt,
        StopLatency stopLatency,
        Optional<Recovery> recovery,
        OptionalLong faultedRequests,
        History history,
        boolean resumed) {}
