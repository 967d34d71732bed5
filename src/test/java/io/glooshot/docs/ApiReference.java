package io.glooshot.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The API reference for people, made from the files in {@code crd/}. */
final class ApiReference {

    private static final Path CRDS = Path.of("crd");
    private static final String DURATION = "^([0-9]{1,9}(ms|s|m|h))+$";

    /** In the order in which people meet them. */
    private static final Map<String, Path> KINDS_AND_EXAMPLES = new LinkedHashMap<>();

    static {
        KINDS_AND_EXAMPLES.put("experiments", Path.of("kubernetes/examples/abort-ratings.yaml"));
        KINDS_AND_EXAMPLES.put("reports", Path.of("src/test/resources/docs/report.yaml"));
        KINDS_AND_EXAMPLES.put("meshes", Path.of("kubernetes/examples/mesh-envoy.yaml"));
        KINDS_AND_EXAMPLES.put("experimentpolicies", Path.of("kubernetes/examples/policy-working-hours.yaml"));
        KINDS_AND_EXAMPLES.put("killswitches", Path.of("kubernetes/examples/kill-switch.yaml"));
    }

    private static final String HEAD = """
            # API reference

            <!-- Generated from crd/; ApiReferenceTest says how. -->

            All kinds are of `glooshot.solo.io/v1`. `kubectl explain experiment.spec` shows the same text. The API server checks
            everything that is listed under *limits* and *rules*, so `kubectl apply` refuses what breaks them and names the field.

            A *duration* is one or more whole numbers with a unit each: `500ms`, `90s`, `10m`, `1h30m`. A time is RFC 3339 in
            UTC, such as `2026-01-31T12:00:00Z`.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private ApiReference() {}

    static String generate() throws IOException {
        ApiReference reference = new ApiReference();
        for (var kind : KINDS_AND_EXAMPLES.entrySet()) {
            Path file = CRDS.resolve(kind.getKey() + ".glooshot.solo.io.yml");
            reference.addKind(new YAMLMapper().readTree(file.toFile()).path("spec"), kind.getValue());
        }
        return reference.page.toString();
    }

    private void addKind(JsonNode crd, Path example) throws IOException {
        JsonNode names = crd.path("names");
        JsonNode version = crd.path("versions").path(0);
        JsonNode schema = version.path("schema").path("openAPIV3Schema");
        String kind = names.path("kind").asText();
        page.append("\n## ").append(kind).append("\n\n");
        page.append(schema.path("description").asText()).append("\n\n");
        page.append("%s. Names for kubectl: %s. Columns: %s.\n"
                .formatted(
                        crd.path("scope").asText(),
                        code(namesOf(names)),
                        texts(version.path("additionalPrinterColumns"), "name").stream()
                                .collect(Collectors.joining(", "))));
        page.append("\n```yaml\n").append(Files.readString(example)).append("```\n");
        for (String part : List.of("spec", "status")) {
            JsonNode object = schema.path("properties").path(part);
            if (object.has("properties")) {
                addObject(kind + "." + part, object, object);
            }
        }
    }

    private static List<String> namesOf(JsonNode names) {
        List<String> all = new ArrayList<>(
                List.of(names.path("plural").asText(), names.path("singular").asText()));
        names.path("shortNames").forEach(name -> all.add(name.asText()));
        return all;
    }

    /** A section for an object, and then one for each object in it. */
    private void addObject(String path, JsonNode object, JsonNode described) {
        page.append("\n### ").append(path).append("\n\n");
        if (described.has("description")) {
            page.append(described(described)).append("\n\n");
        }
        Set<String> required = StreamSupport.stream(object.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        page.append("| Field | Type | Default | Limits | Description |\n|---|---|---|---|---|\n");
        object.path("properties").properties().forEach(field -> {
            JsonNode node = field.getValue();
            String preset = required.contains(field.getKey()) ? "required" : preset(node);
            addRow(
                    code(List.of(field.getKey())),
                    type(path, field.getKey(), node),
                    preset,
                    limits(node),
                    described(node));
        });
        List<String> rules = texts(object.path("x-kubernetes-validations"), "message");
        if (!rules.isEmpty()) {
            page.append("\nRules:\n\n");
            rules.forEach(rule -> page.append("- ").append(rule).append("\n"));
        }
        object.path("properties").properties().forEach(field -> {
            JsonNode element = element(field.getValue());
            if (element.has("properties")) {
                addObject(path(path, field.getKey(), field.getValue()), element, field.getValue());
            }
        });
    }

    private void addRow(String... cells) {
        page.append("| ");
        page.append(
                List.of(cells).stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ")));
        page.append(" |\n");
    }

    private static String described(JsonNode node) {
        return node.path("description").asText().replace("<", "&lt;");
    }

    private static String preset(JsonNode node) {
        return node.has("default") ? code(List.of(number(node.path("default")))) : "";
    }

    private static String type(String parent, String name, JsonNode node) {
        JsonNode element = element(node);
        String type = element.path("type").asText();
        if (element.has("properties")) {
            String path = path(parent, name, node);
            type = "[object](#%s)".formatted(Markdown.anchor(path));
        } else if (element.has("additionalProperties")) {
            type = "map of " + element.path("additionalProperties").path("type").asText();
        } else if (element.path("pattern").asText().equals(DURATION)) {
            type = "duration";
        }
        return node == element ? type : "list of " + type;
    }

    private static String limits(JsonNode node) {
        List<String> limits = new ArrayList<>();
        JsonNode element = element(node);
        if (element.has("enum")) {
            List<String> values = new ArrayList<>();
            element.path("enum").forEach(value -> values.add(value.asText()));
            limits.add("one of " + code(values));
        }
        boolean isDuration = element.path("pattern").asText().equals(DURATION);
        if (!isDuration) {
            range(element, "minLength", "maxLength", " characters", limits);
            if (element.has("pattern")) {
                limits.add("matches " + code(List.of(element.path("pattern").asText())));
            }
        }
        range(element, "minimum", "maximum", "", limits);
        range(node, "minItems", "maxItems", " items", limits);
        range(node, "minProperties", "maxProperties", " entries", limits);
        range(node.path("additionalProperties"), "minLength", "maxLength", " characters a value", limits);
        if (!element.has("properties")) {
            limits.addAll(texts(element.path("x-kubernetes-validations"), "message"));
        }
        if (node != element) {
            limits.addAll(texts(node.path("x-kubernetes-validations"), "message"));
        }
        return String.join("; ", limits);
    }

    private static void range(JsonNode node, String from, String to, String unit, List<String> limits) {
        if (node.has(from) && node.has(to)) {
            limits.add(number(node.path(from)) + " to " + number(node.path(to)) + unit);
        } else if (node.has(to)) {
            limits.add("at most " + number(node.path(to)) + unit);
        } else if (node.has(from)) {
            limits.add("at least " + number(node.path(from)) + unit);
        }
    }

    private static JsonNode element(JsonNode node) {
        return node.has("items") ? node.path("items") : node;
    }

    private static String path(String parent, String name, JsonNode node) {
        return parent + "." + name + (node.has("items") ? "[]" : "");
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }

    /** {@code 100} rather than {@code 100.0}. */
    private static String number(JsonNode value) {
        return value.asText().replaceFirst("\\.0$", "");
    }

    private static String code(List<String> texts) {
        return texts.stream().map(text -> "`" + text + "`").collect(Collectors.joining(", "));
    }
}
