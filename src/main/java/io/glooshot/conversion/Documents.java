package io.glooshot.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The documents of a text, whichever way they are written. Aliases and merges are followed, as kubectl does; Jackson by itself takes an
 * alias for a text.
 */
public final class Documents {

    private Documents() {}

    /**
     * Each document that is not empty.
     *
     * @throws UnreadableException when one cannot be read, is nested too deeply, or is far larger than what people write
     */
    public static List<JsonNode> read(String text) {
        List<JsonNode> documents = new ArrayList<>();
        read(text, document -> documents.add(document.json()));
        return documents;
    }

    /**
     * Passes on each document that is not empty, until the end or the first that cannot be read.
     *
     * @throws UnreadableException at the first one
     */
    static void read(String text, Consumer<Value> documents) {
        Budget.check(text);
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        // YAML takes JSON too, but neither its tabs nor all of its escapes.
        if (JsonDocuments.looksLikeIt(plain)) {
            JsonDocuments.read(plain, documents);
        } else {
            YamlDocuments.read(plain, documents);
        }
    }
}
