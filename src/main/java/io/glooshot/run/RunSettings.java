package io.glooshot.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How runs are conducted. */
@ConfigMapping(prefix = "glooshot.run")
public interface RunSettings {

    /** How long before the deadline the last reading of every condition starts; half the duration at most. */
    @WithDefault("2s")
    Duration closing();

    /** How long a run that passed waits for the mesh's counters to show a faulted request. Covers the scrape interval. */
    @WithDefault("20s")
    Duration proofTimeout();

    /** How many status writes a second are spent on last readings, over all runs; transitions are always written. */
    @WithDefault("10")
    int readingWritesPerSecond();

    /** How long a deleted experiment is kept while its faults cannot be taken off; then the guard has to. */
    @WithDefault("5m")
    Duration longestDeletion();
}
