package io.glooshot.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.glooshot.install.AccessReviews.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What whoever installs or takes out has to be allowed to do. */
public final class NeededRights {

    private static final List<String> APPLYING = List.of("get", "list", "create", "patch");

    private NeededRights() {}

    /** To make these objects, and to look for others. Nobody can give a right by a role that they do not have themselves. */
    static List<Right> toInstall(List<Item> items, String namespace, AccessReviews reviews) {
        List<Right> rights = new ArrayList<>(onAllKinds(namespace, APPLYING));
        for (Kind roles : List.of(Kind.CLUSTER_ROLE, Kind.ROLE)) {
            if (!reviews.mayI(right("escalate", roles, namespace)) || !reviews.mayI(right("bind", roles, namespace))) {
                items.stream()
                        .filter(item -> item.kind() == roles)
                        .flatMap(item -> granted(item.tree(), roles.isNamespaced() ? namespace : null))
                        .forEach(rights::add);
            }
        }
        return rights;
    }

    /** As far as it is known without any objects. */
    public static List<Right> toInstall(String namespace) {
        return onAllKinds(namespace, APPLYING);
    }

    public static List<Right> toDelete(String namespace) {
        return onAllKinds(namespace, List.of("get", "list", "delete"));
    }

    static List<Right> toDelete(List<Item> items) {
        return items.stream()
                .map(item -> right("delete", item.kind(), item.namespace().orElse(null)))
                .distinct()
                .toList();
    }

    private static List<Right> onAllKinds(String namespace, List<String> verbs) {
        return Stream.of(Kind.values())
                .flatMap(kind -> verbs.stream()
                        // There can be some in each namespace that is watched, now or before.
                        .map(verb -> right(verb, kind, kind == Kind.ROLE_BINDING ? null : namespace)))
                .toList();
    }

    private static Right right(String verb, Kind kind, String namespace) {
        Right right = Right.of(verb, kind.group(), kind.plural());
        return kind.isNamespaced() && namespace != null ? right.in(namespace) : right;
    }

    /** What an installation's bindings give to a service account, each right once. */
    public static List<Right> ofAccount(String account, Values values) {
        List<Item> items = new Rendering(Release.packed(), values).items();
        return items.stream()
                .filter(item -> item.kind() == Kind.CLUSTER_ROLE_BINDING || item.kind() == Kind.ROLE_BINDING)
                .filter(item ->
                        item.tree().path("subjects").findValuesAsText("name").contains(account))
                .flatMap(binding -> items.stream()
                        .filter(role -> isBound(role, binding))
                        .flatMap(
                                role -> granted(role.tree(), binding.namespace().orElse(null))))
                .distinct()
                .toList();
    }

    private static boolean isBound(Item role, Item binding) {
        JsonNode reference = binding.tree().path("roleRef");
        return role.name().equals(reference.path("name").asText())
                && role.tree()
                        .path("kind")
                        .asText()
                        .equals(reference.path("kind").asText());
    }

    /** One by one, what a role gives. */
    private static Stream<Right> granted(JsonNode role, String namespace) {
        return stream(role.path("rules"))
                .flatMap(rule -> stream(rule.path("verbs"))
                        .flatMap(verb -> stream(rule.path("apiGroups"))
                                .flatMap(group -> stream(rule.path("resources"))
                                        .flatMap(resource -> names(rule)
                                                .map(name -> new Right(
                                                        verb.asText(),
                                                        group.asText(),
                                                        resource.asText(),
                                                        Optional.ofNullable(namespace),
                                                        name))))));
    }

    private static Stream<Optional<String>> names(JsonNode rule) {
        return rule.path("resourceNames").isEmpty()
                ? Stream.of(Optional.empty())
                : stream(rule.path("resourceNames")).map(name -> Optional.of(name.asText()));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
