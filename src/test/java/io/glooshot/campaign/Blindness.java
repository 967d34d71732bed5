package io.glooshot.campaign;

import java.util.Set;

/** How runs end that nobody could watch, for a while at least. */
final class Blindness {

    /** Of those that had begun. */
    static final Set<String> REASONS = Set.of("Blind", "NotReadAtDeadline");

    private Blindness() {}
}
