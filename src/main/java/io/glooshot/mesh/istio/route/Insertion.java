package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts clones above their originals, and names them from top to bottom. */
record Insertion(String uid, Map<ObjectNode, List<ObjectNode>> clones) {

    /** Empty when there are none for the object. */
    Optional<ObjectNode> into(ObjectNode virtualService) {
        List<JsonNode> routes = new ArrayList<>();
        List<ObjectNode> inserted = new ArrayList<>();
        for (JsonNode route : virtualService.path("spec").path("http")) {
            List<ObjectNode> above =
                    route instanceof ObjectNode object ? clones.getOrDefault(object, List.of()) : List.of();
            List<ObjectNode> named = new ArrayList<>();
            for (ObjectNode clone : above) {
                named.add(named(clone, inserted.size() + named.size()));
            }
            routes.addAll(place(routes), named);
            inserted.addAll(named);
            routes.add(route);
        }
        if (inserted.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode json = virtualService.deepCopy();
        json.withObjectProperty("spec").putArray("http").addAll(routes);
        return Optional.of(json);
    }

    /**
     * Among the clones of other experiments, by UID. Were it just above the original, two experiments would for ever put
     * their own there.
     */
    private int place(List<JsonNode> routes) {
        int place = routes.size();
        while (place > 0
                && RouteName.uid(routes.get(place - 1))
                        .filter(other -> other.compareTo(uid) > 0)
                        .isPresent()) {
            place--;
        }
        return place;
    }

    private ObjectNode named(ObjectNode clone, int number) {
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("name", RouteName.of(uid, number));
        return named.setAll(clone);
    }
}
