package io.glooshot.campaign;

import java.time.Duration;
import java.util.List;

/**
 * What became of one run.
 *
 * @param overrun how long its mesh held the fault beyond what was due
 * @param isHit whether it was alive when it was done to us; others are looked at as well, but are no trials
 */
record RunResult(
        Run run,
        boolean isHit,
        List<String> artifacts,
        Duration overrun,
        boolean isLate,
        boolean isLost,
        List<String> wrong) {

    boolean isSound() {
        return artifacts.isEmpty() && !isLate && !isLost && wrong.isEmpty();
    }
}
