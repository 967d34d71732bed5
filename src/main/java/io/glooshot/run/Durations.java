package io.glooshot.run;

import java.text.ParseException;
import java.time.Duration;

/** Reads the durations of the API, which its schema has already checked. */
final class Durations {

    private Durations() {}

    static Duration parse(String text) {
        try {
            return io.fabric8.kubernetes.api.model.Duration.parse(text).getDuration();
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a duration: " + text, e);
        }
    }
}
