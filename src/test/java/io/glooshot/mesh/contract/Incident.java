package io.glooshot.mesh.contract;

import java.util.concurrent.CompletableFuture;

/** What befalls one write on its way to the API server. */
public sealed interface Incident {

    /** The writer crashes before the write has left. */
    record CutBefore() implements Incident {}

    /** The writer crashes when the write is done, and before it can know that. */
    record CutAfter() implements Incident {}

    /** Its connection is reset before the API server has seen it; the next one is a good one. */
    record LostBefore() implements Incident {}

    /** The same when the write is done, and its answer is lost. */
    record LostAfter() implements Incident {}

    /** The API server refuses it. */
    record Refused(int status) implements Incident {}

    /** Somebody else does something between the read that the write is based on and the write. */
    record Preceded(Runnable deed) implements Incident {}

    /** It is on the wire for as long as the test likes. */
    record Held(CompletableFuture<Void> release) implements Incident {}
}
