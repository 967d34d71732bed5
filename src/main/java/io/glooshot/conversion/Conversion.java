package io.glooshot.conversion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What became of some texts.
 *
 * @param objects of today's API, each of which does what the text said, but for what the notes tell
 * @param incomplete of today's API as well, but a part of their spec was lost: run like this they would break something else than was
 *     meant, or be watched less
 * @param notes in the order of the texts
 */
public record Conversion(List<ObjectNode> objects, List<ObjectNode> incomplete, List<Note> notes) {

    public Conversion {
        objects = List.copyOf(objects);
        incomplete = List.copyOf(incomplete);
        notes = List.copyOf(notes);
    }

    /** Whether nothing was lost and everything could be read. */
    public boolean complete() {
        return notes.stream().noneMatch(note -> note.severity().isLoss());
    }
}
