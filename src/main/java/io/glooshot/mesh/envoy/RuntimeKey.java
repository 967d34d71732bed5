package io.glooshot.mesh.envoy;

import java.util.Locale;

/** What the fault filters of a route look up at each request. */
enum RuntimeKey {
    ABORT_PERCENT,
    ABORT_STATUS,
    ABORT_GRPC_PERCENT,
    ABORT_GRPC_STATUS,
    DELAY_PERCENT,
    /** In milliseconds. */
    DELAY_MS;

    String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }
}
