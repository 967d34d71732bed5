package io.glooshot.api;

/** Names that every object of this API shares. */
public final class GlooShot {

    public static final String GROUP = "glooshot.solo.io";
    public static final String VERSION = "v1";
    /** Held by an Experiment until its fault is confirmed to be off. */
    public static final String FINALIZER = "experiments.glooshot.solo.io/fault-removal";

    /** On every object that the controller makes in a mesh to hold a fault, with the value {@code true}. */
    public static final String FAULT_LABEL = "glooshot.solo.io/fault";
    /** Beside {@link #FAULT_LABEL}: the UID of the Experiment that the fault is of. */
    public static final String UID_LABEL = "glooshot.solo.io/experiment-uid";

    /** On a Report while it is not known yet whether the system has healed, with the value {@code watching}. */
    public static final String RECOVERY_LABEL = "glooshot.solo.io/recovery";

    private GlooShot() {}
}
