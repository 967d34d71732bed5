package io.glooshot.experiment;

/** The error that calls are answered with. */
public sealed interface PlannedAbort {

    /** The share of the calls that are answered so, 0 to 100. */
    double percent();

    /** @param status 200 to 599 */
    record Http(int status, double percent) implements PlannedAbort {}

    /** @param status 1 to 16 */
    record Grpc(int status, double percent) implements PlannedAbort {}
}
