package io.glooshot.mesh;

import io.glooshot.experiment.Plan;

/** Is told when a try to take faults off was not confirmed, so that people can see what is tried and why it fails. */
@FunctionalInterface
public interface RemovalListener {

    /** Another try follows. Must neither block nor throw. */
    void removalFailed(Plan plan, Throwable failure);
}
