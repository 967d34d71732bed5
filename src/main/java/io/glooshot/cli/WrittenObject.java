package io.glooshot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;

/** An object as people would write it: without status and without the defaults that the types fill in, numbers without needless decimals. */
final class WrittenObject {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private WrittenObject() {}

    static JsonNode of(HasMetadata object) {
        ObjectNode tree = MAPPER.valueToTree(object);
        tree.remove("status");
        for (JsonNode condition : tree.at("/spec/failureConditions")) {
            ObjectNode fields = (ObjectNode) condition;
            if (fields.path("failureLimit").asInt() == 1) {
                fields.remove("failureLimit");
            }
            if (!fields.path("dryRun").asBoolean()) {
                fields.remove("dryRun");
            }
        }
        return plain(tree);
    }

    private static JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                object.set(field.getKey(), plain(field.getValue()));
            }
        } else if (node.isArray()) {
            node.forEach(WrittenObject::plain);
        } else if (node.isDouble() && node.doubleValue() == Math.rint(node.doubleValue()) && node.canConvertToLong()) {
            return JsonNodeFactory.instance.numberNode(node.longValue());
        }
        return node;
    }
}
