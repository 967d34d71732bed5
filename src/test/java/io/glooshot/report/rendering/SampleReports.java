package io.glooshot.report.rendering;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.glooshot.api.Report;
import io.glooshot.docs.Markdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reports of every sort of run. */
final class SampleReports {

    static final Path DIRECTORY = Path.of("src/test/resources/reports");
    /** The one of the documentation, which a real run has left. */
    static final String FAILED = "failed";

    static final List<String> NAMES =
            List.of(FAILED, "succeeded", "aborted", "control", "resumed", "no-conditions", "many-readings");

    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    /** Of these the API server takes what fits alone, and no text of others gets into them. */
    private static final Set<String> CHECKED = Set.of("result", "outcome", "operator", "side", "apiVersion", "kind");

    private SampleReports() {}

    static Report get(String name) {
        try {
            return MAPPER.readValue(yaml(name), Report.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the text in the place of every name, message, label, value and whatever else is text. */
    static Report hostile(String name, String text) {
        return changed(name, value -> text);
    }

    static Report changed(String name, UnaryOperator<String> change) {
        try {
            JsonNode tree = MAPPER.readTree(yaml(name));
            change(tree, change);
            return MAPPER.treeToValue(tree, Report.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As bare as an object can be that the API server takes: nothing in a report is required. */
    static Report emptied() {
        try {
            return MAPPER.readValue("""
                    apiVersion: glooshot.solo.io/v1
                    kind: Report
                    metadata: {name: x, namespace: y}
                    spec:
                      breach: {}
                      faults: [{destinationServices: [{name: z}], fault: {abort: {}}}]
                      stopLatency: {}
                      recovery: {}
                      conditions: [{}, {before: {readings: [{}]}, during: {readings: [{outcome: Value}]}}]
                    """, Report.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void change(JsonNode node, UnaryOperator<String> change) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (field.getValue().isTextual() && !isKept(field.getKey())) {
                    field.setValue(
                            TextNode.valueOf(change.apply(field.getValue().asText())));
                }
            });
            JsonNode labels = object.get("labels");
            if (labels instanceof ObjectNode map && !map.isEmpty()) {
                map.put(change.apply("label"), change.apply("value"));
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).isTextual()) {
                    list.set(i, TextNode.valueOf(change.apply(list.get(i).asText())));
                }
            }
        }
        node.forEach(child -> change(child, change));
    }

    private static boolean isKept(String field) {
        return CHECKED.contains(field) || field.startsWith("time") && !field.equals("timeToRecover");
    }

    private static String yaml(String name) throws IOException {
        if (!name.equals(FAILED)) {
            return Files.readString(DIRECTORY.resolve(name + ".yaml"));
        }
        return Markdown.read(Path.of("docs/reports.md")).blocks().stream()
                .filter(block -> block.language().equals("yaml"))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
