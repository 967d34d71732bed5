package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which clauses of a delegate Istio joins with which clauses of a root; those that it does not join are never tried. */
final class DelegateMatch {

    private static final List<String> TEXTS = List.of("uri", "scheme", "method", "authority");
    private static final List<String> TEXT_MAPS = List.of("headers", "withoutHeaders", "queryParams");

    private DelegateMatch() {}

    static boolean joins(JsonNode root, JsonNode leaf) {
        return TEXTS.stream().allMatch(field -> joinsText(root.path(field), leaf.path(field)))
                && TEXT_MAPS.stream().allMatch(field -> joinsTexts(root.path(field), leaf.path(field)))
                && root.path("ignoreUriCase").asBoolean()
                        == leaf.path("ignoreUriCase").asBoolean()
                && joinsPort(root.path("port").asInt(), leaf.path("port").asInt())
                && joinsNamespace(
                        root.path("sourceNamespace").asText(),
                        leaf.path("sourceNamespace").asText())
                && joinsLabels(root.path("sourceLabels"), leaf.path("sourceLabels"))
                && joinsGateways(
                        VirtualService.texts(root.path("gateways")), VirtualService.texts(leaf.path("gateways")));
    }

    private static boolean joinsTexts(JsonNode root, JsonNode leaf) {
        return leaf.properties().stream().allMatch(entry -> joinsText(root.path(entry.getKey()), entry.getValue()));
    }

    /** Two regular expressions never join, not even the same one, and nor do two that ask for presence. */
    private static boolean joinsText(JsonNode root, JsonNode leaf) {
        if (isUnset(root) || isUnset(leaf)) {
            return true;
        }
        String rootExact = root.path("exact").asText();
        String rootPrefix = root.path("prefix").asText();
        String leafExact = leaf.path("exact").asText();
        String leafPrefix = leaf.path("prefix").asText();
        boolean rootRegex = !root.path("regex").asText().isEmpty();
        boolean leafRegex = !leaf.path("regex").asText().isEmpty();
        if (rootRegex || leafRegex) {
            return false;
        }
        if (!rootExact.isEmpty()) {
            return leafPrefix.isEmpty() && leafExact.equals(rootExact);
        }
        if (!rootPrefix.isEmpty()) {
            String text = leafPrefix.isEmpty() ? leafExact : leafPrefix;
            return !text.isEmpty() && text.startsWith(rootPrefix);
        }
        return false;
    }

    private static boolean isUnset(JsonNode match) {
        return match.isMissingNode() || match.isNull();
    }

    private static boolean joinsPort(int root, int leaf) {
        return root == 0 || leaf == 0 || root == leaf;
    }

    /** A delegate has to repeat the namespace. */
    private static boolean joinsNamespace(String root, String leaf) {
        return root.isEmpty() || root.equals(leaf);
    }

    private static boolean joinsLabels(JsonNode root, JsonNode leaf) {
        return leaf.properties().stream()
                .allMatch(label ->
                        !root.has(label.getKey()) || root.get(label.getKey()).equals(label.getValue()));
    }

    private static boolean joinsGateways(List<String> root, List<String> leaf) {
        Set<String> known = new HashSet<>(root);
        return root.isEmpty() || leaf.isEmpty() || leaf.size() <= root.size() && known.containsAll(leaf);
    }
}
