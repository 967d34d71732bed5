package io.glooshot.controller;

import io.glooshot.experiment.Moment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many Events there may be: one a minute of the same thing, and not more than a hundred a minute of all. */
final class EventBudget {

    static final Duration PERIOD = Duration.ofMinutes(1);
    static final int MOST = 100;

    private final Moment.Source clock;
    /** By what it is about, in order of time: no longer than a period, and no more than there may be. */
    private final Map<String, Moment> told = new LinkedHashMap<>();

    EventBudget(Moment.Source clock) {
        this.clock = clock;
    }

    /** Asking uses it up. */
    synchronized boolean allows(String about) {
        Moment now = clock.now();
        told.values().removeIf(at -> now.since(at).compareTo(PERIOD) >= 0);
        if (told.size() >= MOST || told.containsKey(about)) {
            return false;
        }
        told.put(about, now);
        return true;
    }
}
