package io.glooshot.report;

import io.glooshot.api.GlooShot;
import java.util.Map;

/** Finds the Reports that are not complete yet, without the bodies of all others. */
final class RecoveryLabel {

    static final Map<String, String> WATCHING = Map.of(GlooShot.RECOVERY_LABEL, "watching");

    private RecoveryLabel() {}
}
