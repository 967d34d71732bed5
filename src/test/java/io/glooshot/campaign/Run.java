package io.glooshot.campaign;

import java.time.Duration;
import java.time.Instant;

/**
 * One experiment of a round.
 *
 * @param service the destination that no other experiment of the round has
 * @param created when the API server had it
 */
record Run(
        Ground ground, String namespace, String name, String uid, String service, Duration duration, Instant created) {

    @Override
    public String toString() {
        return "%s/%s (%s, %s, %s)".formatted(namespace, name, ground.name(), service, uid);
    }
}
