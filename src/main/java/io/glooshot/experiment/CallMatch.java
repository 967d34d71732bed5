package io.glooshot.experiment;

import java.util.Map;
import java.util.Optional;

/**
 * Which calls are hit: those that meet all of it.
 *
 * @param headers by name in lower case
 * @param path without the query; never {@link TextMatch.Present}
 */
public record CallMatch(Map<String, TextMatch> headers, Optional<TextMatch> path, Optional<String> method) {

    /** Every call. */
    public static final CallMatch ALL = new CallMatch(Map.of(), Optional.empty(), Optional.empty());

    public CallMatch {
        headers = Map.copyOf(headers);
    }

    public boolean hitsAll() {
        return equals(ALL);
    }
}
