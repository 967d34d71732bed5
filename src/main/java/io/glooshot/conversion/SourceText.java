package io.glooshot.conversion;

import java.util.Objects;

/**
 * A text to convert, and the name that people know it by.
 *
 * @param name a file's path, a URL or {@code -}; stands at the beginning of each {@link Note}
 * @param text any number of YAML documents or JSON objects
 */
public record SourceText(String name, String text) {

    public SourceText {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
    }
}
