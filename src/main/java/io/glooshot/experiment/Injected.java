package io.glooshot.experiment;

import java.util.List;

/**
 * The mesh's confirmation that a plan's faults are on.
 *
 * @param heldBy the proxies or objects that hold them
 */
public record Injected(List<String> heldBy) {
    public Injected {
        heldBy = List.copyOf(heldBy);
    }
}
