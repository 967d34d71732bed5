package io.glooshot.playground;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A file of the playground with gaps, <code>${so}</code>, for what is known at run time only. */
record Template(String text) {
    static Template of(String file) {
        try (InputStream content = Template.class.getResourceAsStream("/playground/" + file)) {
            return new Template(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Template with(String gap, Object value) {
        return new Template(text.replace("${" + gap + "}", value.toString()));
    }

    /** What is left open would be taken for a value by whoever reads it. */
    String filled() {
        int gap = text.indexOf("${");
        if (gap >= 0) {
            throw new IllegalStateException("not filled in: " + text.substring(gap, text.indexOf('}', gap) + 1));
        }
        return text;
    }
}
