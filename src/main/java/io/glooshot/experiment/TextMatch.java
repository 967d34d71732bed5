package io.glooshot.experiment;

/** What a text has to be. */
public sealed interface TextMatch {

    record Exact(String value) implements TextMatch {}

    record Prefix(String value) implements TextMatch {}

    /** @param value in RE2 syntax; the whole text has to match */
    record Regex(String value) implements TextMatch {}

    /** Anything, as long as it is there. */
    record Present() implements TextMatch {}
}
