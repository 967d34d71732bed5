package io.glooshot.guard;

/** Why a fault may not stay in the mesh. */
enum Cause {
    GONE("its experiment is gone", false),
    NOT_BEGUN("its experiment has not begun", false),
    FINISHED("its experiment has ended", false),
    OVERDUE("its deadline has passed", false),
    UNWATCHED("no controller has shown itself", true),
    KILL_SWITCH("a KillSwitch is on", true);

    private final String words;
    private final boolean urgent;

    Cause(String words, boolean urgent) {
        this.words = words;
        this.urgent = urgent;
    }

    /** Whether the guard acts at once. For all else the controller, which does the same, comes first. */
    boolean isUrgent() {
        return urgent;
    }

    /** As the second half of a sentence. */
    @Override
    public String toString() {
        return words;
    }
}
