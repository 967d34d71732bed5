package io.glooshot.guard;

import java.time.Duration;

/**
 * When the guard acts.
 *
 * @param interval from one look to the next
 * @param grace how long a fault may be overdue, or its experiment over or gone, before the guard acts: the controller comes
 *     first
 * @param longestSilence how long no controller may have shown itself
 */
public record GuardSettings(Duration interval, Duration grace, Duration longestSilence) {

    public static final GuardSettings DEFAULT =
            new GuardSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(60));
}
