package io.glooshot.api;

/** Names that every object of this API shares. */
public final class GlooShot {

    public static final String GROUP = "glooshot.solo.io";
    public static final String VERSION = "v1";
    /** Held by an Experiment until its fault is confirmed to be off. */
    public static final String FINALIZER = "experiments.glooshot.solo.io/fault-removal";

    private GlooShot() {}
}
