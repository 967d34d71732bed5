package io.glooshot.docs;

import java.io.IOException;
import java.nio.file.Path;

/** A block of YAML in docs/conditions.md that a test runs, so that it works as it stands there. */
public final class DocExample {

    private static final Path DOC = Path.of("docs/conditions.md");

    private DocExample() {}

    /** @param part of its text that no other block has */
    public static String with(String part) throws IOException {
        var found = Markdown.read(DOC).blocks().stream()
                .filter(block -> block.language().equals("yaml") && block.text().contains(part))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException("%d blocks with '%s' in %s".formatted(found.size(), part, DOC));
        }
        return found.get(0).text();
    }
}
