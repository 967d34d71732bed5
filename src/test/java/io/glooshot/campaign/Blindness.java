package io.glooshot.campaign;

import java.util.Set;

/** How runs end that nobody could watch, for a while at least. */
final class Blindness {

    /** Of those that had begun. */
    static final Set<String> REASONS = Set.of("Blind", "NotReadAtDeadline");

    /** The same where it was the API server that was missed, without which none can begin either. */
    static final Set<String> WITHOUT_API_SERVER = Set.of("Blind", "NotReadAtDeadline", "ApiServerUnavailable");

    private Blindness() {}
}
