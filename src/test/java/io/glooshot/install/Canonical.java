package io.glooshot.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects of an installation without what must differ between the ways in, and with roles told by whom they give what. */
final class Canonical {

    private Canonical() {}

    /** @return each object's content, under what it is */
    static Map<String, JsonNode> of(List<ObjectNode> objects) {
        Map<String, Item> items = objects.stream()
                .map(ObjectNode::deepCopy)
                .map(Item::of)
                .collect(Collectors.toMap(Item::label, item -> item));
        Map<String, JsonNode> canonical = new TreeMap<>();
        items.values().forEach(item -> {
            switch (item.kind()) {
                // Told by what is bound.
                case CLUSTER_ROLE, ROLE -> {
                    if (bindings(items, item).findAny().isEmpty()) {
                        canonical.put(item.label(), unlabelled(item));
                    }
                }
                case CLUSTER_ROLE_BINDING, ROLE_BINDING -> {
                    JsonNode role = items.get(label(item)).tree();
                    canonical.put(
                            "%s for %s in %s: %s"
                                    .formatted(
                                            item.kind(),
                                            item.tree().path("subjects"),
                                            item.namespace(),
                                            role.path("rules")),
                            role.path("rules"));
                }
                // OLM labels accounts in its own way.
                case SERVICE_ACCOUNT -> {
                    ObjectNode account = item.tree();
                    account.withObject("/metadata").remove("labels");
                    canonical.put(item.label(), account);
                }
                default -> canonical.put(item.label(), unlabelled(item));
            }
        });
        return canonical;
    }

    private static Stream<Item> bindings(Map<String, Item> items, Item role) {
        return items.values().stream()
                .filter(item -> item.kind() == Kind.CLUSTER_ROLE_BINDING || item.kind() == Kind.ROLE_BINDING)
                .filter(binding -> label(binding).equals(role.label()));
    }

    /** Of the role that is bound. */
    private static String label(Item binding) {
        Kind kind = binding.kind() == Kind.CLUSTER_ROLE_BINDING ? Kind.CLUSTER_ROLE : Kind.ROLE;
        return kind.label() + "/" + binding.tree().at("/roleRef/name").asText();
    }

    private static ObjectNode unlabelled(Item item) {
        ObjectNode tree = item.tree();
        List<String> ofTheWayIn = List.of(Names.MANAGED_BY_LABEL, Names.VERSION_LABEL);
        tree.withObject("/metadata/labels").remove(ofTheWayIn);
        if (item.kind() == Kind.DEPLOYMENT) {
            tree.withObject("/spec/template/metadata/labels").remove(Names.VERSION_LABEL);
            ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("image", "the one of the way in");
        }
        return tree;
    }
}
