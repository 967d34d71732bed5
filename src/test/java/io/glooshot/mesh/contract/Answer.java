package io.glooshot.mesh.contract;

/**
 * @param grpcStatus empty where there is none
 * @param workload that answered, as its version; empty when none did
 */
record Answer(int status, String grpcStatus, String workload, long millis) {

    /** No service here answers with it. */
    static final int ABORTED = 418;

    /** Longer than any answer takes that nobody holds up. */
    static final long DELAY_MILLIS = 600;

    private static final long PROMPT_MILLIS = 500;
    /** Timers of a proxy may be a little early. */
    private static final long EARLY_MILLIS = 10;

    boolean isWell() {
        return status == 200 && grpcStatus.isEmpty() && millis < PROMPT_MILLIS;
    }

    boolean isAborted() {
        return status == ABORTED && millis < PROMPT_MILLIS;
    }

    /** Once, and otherwise well. */
    boolean isDelayed() {
        return status == 200
                && grpcStatus.isEmpty()
                && millis >= DELAY_MILLIS - EARLY_MILLIS
                && millis < DELAY_MILLIS + PROMPT_MILLIS;
    }

    boolean isGrpc(int expected) {
        return status == 200 && grpcStatus.equals(Integer.toString(expected));
    }
}
