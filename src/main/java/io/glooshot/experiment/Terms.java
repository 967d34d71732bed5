package io.glooshot.experiment;

import io.glooshot.api.PrometheusTrigger.Series;
import java.time.Duration;

/**
 * On which terms the readings of a check end a run.
 *
 * @param series what several series in one answer mean
 * @param initialDelay for how long after the start no reading meets the condition
 * @param failureLimit how many readings in a row have to meet the condition
 * @param dryRun whether the check ends no run at all
 */
public record Terms(Series series, Duration initialDelay, int failureLimit, boolean dryRun) {

    /** The first reading that meets the condition ends the run, whichever of its series does. */
    public static final Terms STRICT = new Terms(Series.Any, Duration.ZERO, 1, false);

    public Terms {
        if (failureLimit < 1) {
            throw new IllegalArgumentException("failureLimit " + failureLimit);
        }
    }
}
