package io.glooshot.experiment;

import java.time.Duration;

/**
 * How long calls are held up.
 *
 * @param percent the share of the calls that are, 0 to 100
 */
public record PlannedDelay(Duration duration, double percent) {}
