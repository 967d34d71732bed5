package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What becomes of a request.
 *
 * @param action the route without its name, its match and its fault; missing when there is none for the request
 * @param fault missing when there is none
 */
record ModelDecision(JsonNode action, JsonNode fault) {

    static ModelDecision of(ObjectNode route) {
        return new ModelDecision(route.deepCopy().without(List.of("name", "match", "fault")), route.path("fault"));
    }

    boolean isNotFound() {
        return action.isMissingNode();
    }

    boolean reachesNobody() {
        return isNotFound() || action.hasNonNull("redirect") || action.hasNonNull("directResponse");
    }
}
