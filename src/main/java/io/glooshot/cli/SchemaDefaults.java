package io.glooshot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.GlooShot;
import java.util.Map;

/**
 * Fills in what an Experiment leaves out, as the API server would when it is created, by the schema that the API server
 * shows to everybody.
 */
final class SchemaDefaults {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/openapi/v3/apis/%s/%s".formatted(GlooShot.GROUP, GlooShot.VERSION);

    private SchemaDefaults() {}

    static Experiment applied(KubernetesClient client, Experiment experiment) {
        try {
            JsonNode schemas = JSON.readTree(client.raw(PATH)).at("/components/schemas");
            JsonNode spec = schema(schemas).at("/properties/spec");
            ObjectNode object = JSON.valueToTree(experiment);
            apply(spec, object.path("spec"));
            return JSON.treeToValue(object, Experiment.class);
        } catch (JsonProcessingException odd) {
            throw new IllegalStateException("The API server shows no schema: " + odd.getOriginalMessage(), odd);
        }
    }

    private static JsonNode schema(JsonNode schemas) {
        for (JsonNode schema : schemas) {
            if (schema.at("/x-kubernetes-group-version-kind/0/kind").asText().equals("Experiment")) {
                return schema;
            }
        }
        throw new CommandFailure(
                "the experiment's defaults are not known",
                "the API server shows no schema of Experiments",
                "Install Gloo Shot with `glooshot init`, or choose another cluster with --context.");
    }

    static void apply(JsonNode schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
                JsonNode standard = field.getValue().path("default");
                if (!object.has(field.getKey()) && !standard.isMissingNode()) {
                    object.set(field.getKey(), standard.deepCopy());
                }
                apply(field.getValue(), object.path(field.getKey()));
            }
        } else if (value.isArray()) {
            value.forEach(item -> apply(schema.path("items"), item));
        }
    }
}
