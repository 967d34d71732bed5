package io.glooshot.mesh.envoy;

import java.util.Locale;

/** What the fault filter of a route looks up at each request. */
enum RuntimeKey {
    ABORT_PERCENT,
    ABORT_STATUS,
    DELAY_PERCENT,
    /** In milliseconds. */
    DELAY_MS;

    String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }
}
