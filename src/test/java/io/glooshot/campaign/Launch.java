package io.glooshot.campaign;

import java.time.Duration;

/**
 * The experiments of one round.
 *
 * @param perMesh how many on each mesh, each on a destination of its own; at most {@link Ground#DESTINATIONS}
 * @param spread over how long their creation is spread, so that a blow finds them at different stages
 */
public record Launch(int perMesh, Duration spread, Duration shortest, Duration longest) {

    public static final Launch USUAL =
            new Launch(Ground.DESTINATIONS, Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(12));
}
