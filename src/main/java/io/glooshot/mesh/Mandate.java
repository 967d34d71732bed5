package io.glooshot.mesh;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether this replica may put faults in: only the leader may. Taking them out needs no mandate. */
@ApplicationScoped
public class Mandate {

    private volatile boolean held;

    public void give() {
        held = true;
    }

    public void withdraw() {
        held = false;
    }

    public boolean isHeld() {
        return held;
    }

    /** @throws IllegalStateException when this replica does not lead */
    public void require() {
        if (!held) {
            throw new IllegalStateException("This controller does not lead, so it injects nothing.");
        }
    }
}
