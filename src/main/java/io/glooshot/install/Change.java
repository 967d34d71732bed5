package io.glooshot.install;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What has become of an object, or would. */
public enum Change {
    CREATED("created"),
    CHANGED("changed"),
    UNCHANGED("unchanged"),
    DELETED("deleted");

    /** What the API server keeps account with, and what others write. */
    private static final List<String> NOT_COMPARED =
            List.of("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp");

    private final String word;

    Change(String word) {
        this.word = word;
    }

    static Change between(Optional<Item> before, Item after) {
        if (before.isEmpty()) {
            return CREATED;
        }
        return compared(before.get()).equals(compared(after)) ? UNCHANGED : CHANGED;
    }

    private static ObjectNode compared(Item item) {
        ObjectNode tree = item.tree().deepCopy();
        tree.remove("status");
        tree.withObject("/metadata").remove(NOT_COMPARED);
        return tree;
    }

    @Override
    public String toString() {
        return word;
    }
}
