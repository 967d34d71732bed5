package io.glooshot.install;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Optional;

/** One object of an installation, as it is to be or as it is. */
record Item(Kind kind, Optional<String> namespace, String name, ObjectNode tree) {

    /** As they can be made one after the other, and always the same. */
    static final Comparator<Item> ORDER = Comparator.comparing(Item::kind)
            .thenComparing(Item::name)
            .thenComparing(item -> item.namespace().orElse(""));

    /** What makes an object the same object, whatever is in it. */
    record Key(Kind kind, Optional<String> namespace, String name) {}

    static Item of(ObjectNode tree) {
        Kind kind = Kind.of(tree.path("apiVersion").asText(), tree.path("kind").asText());
        String namespace = tree.at("/metadata/namespace").asText();
        return new Item(
                kind,
                namespace.isEmpty() ? Optional.empty() : Optional.of(namespace),
                tree.at("/metadata/name").asText(),
                tree);
    }

    Key key() {
        return new Key(kind, namespace, name);
    }

    /** As kubectl names it: {@code deployment.apps/glooshot-guard}. */
    String label() {
        return kind.label() + "/" + name;
    }

    /** The same, and where it is when that is not where one would look for it. */
    String label(String home) {
        return namespace
                .filter(other -> !other.equals(home))
                .map(other -> "%s in namespace %s".formatted(label(), other))
                .orElseGet(this::label);
    }

    String text(String key) {
        return tree.at("/metadata/labels").path(key).asText();
    }
}
