package io.glooshot.experiment;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that a run needs to know, resolved once: services to ports, queries to text, defaults filled in.
 *
 * @param uid the Experiment's UID, which names everything that the run leaves in a mesh
 * @param mesh null for a control run without one
 * @param recoveryTimeout for how long the system is watched after the faults came off
 */
public record Plan(
        String uid,
        String namespace,
        String name,
        PlannedMesh mesh,
        List<PlannedFault> faults,
        List<Check> checks,
        Duration duration,
        Duration maxBlind,
        Duration recoveryTimeout) {

    public Plan {
        faults = List.copyOf(faults);
        checks = List.copyOf(checks);
    }

    /** A control run watches and breaks nothing. */
    public boolean isControl() {
        return faults.isEmpty();
    }

    /** Whether a run of this plan must show faulted requests to count as a success. */
    public boolean mustFault() {
        return faults.stream().anyMatch(PlannedFault::hitsCalls);
    }

    /** Whether there is something to heal from, and something that tells of it. */
    public boolean hasRecovery() {
        return !isControl() && checks.stream().anyMatch(check -> !check.terms().dryRun());
    }

    public Set<Destination> destinations() {
        return faults.stream().map(PlannedFault::destination).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
