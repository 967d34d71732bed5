package io.glooshot.mesh;

import java.util.List;

/**
 * What an injection does, told beforehand.
 *
 * @param changes what it writes, in order
 * @param calls those that it hits, an entry a fault that hits any
 * @param unknown what only the controller can know, a sentence each
 */
public record Preview(List<PlannedChange> changes, List<FaultedCalls> calls, List<String> unknown) {

    public Preview {
        changes = List.copyOf(changes);
        calls = List.copyOf(calls);
        unknown = List.copyOf(unknown);
    }
}
