package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The CustomResourceDefinitions, generated from the API types.
 *
 * <p>The generator repeats the rules of record components, sorts the printer columns, prints whole numbers as decimals and
 * knows no description of a kind; that is put right here.
 */
final class Crds {

    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(Experiment.class, ExperimentPolicy.class, KillSwitch.class, Mesh.class, Report.class);
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private Crds() {}

    /** File name to content. */
    static Map<String, String> generate(Path scratch) throws IOException {
        new CRDGenerator()
                .customResourceClasses(List.copyOf(KINDS))
                .inOutputDir(scratch.toFile())
                .forCRDVersions("v1")
                .generate();
        Map<String, String> files = new LinkedHashMap<>();
        for (var kind : KINDS) {
            String name = CustomResource.getCRDName(kind.asSubclass(CustomResource.class));
            files.put(name + ".yml", finish(kind, scratch.resolve(name + "-v1.yml")));
        }
        return files;
    }

    private static String finish(Class<?> kind, Path generated) throws IOException {
        ObjectNode crd = (ObjectNode) YAML.readTree(generated.toFile());
        ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
        version.set("additionalPrinterColumns", columns(kind));
        ObjectNode described = YAML.createObjectNode();
        described.put(
                "description", kind.getAnnotation(JsonClassDescription.class).value());
        described.setAll((ObjectNode) version.at("/schema/openAPIV3Schema"));
        ((ObjectNode) version.get("schema")).set("openAPIV3Schema", described);
        tidy(crd);
        return "# Generated from the types in io.glooshot.api; CrdTest says how.\n" + YAML.writeValueAsString(crd);
    }

    private static ArrayNode columns(Class<?> kind) {
        ArrayNode columns = YAML.createArrayNode();
        for (var column : kind.getAnnotationsByType(AdditionalPrinterColumn.class)) {
            ObjectNode added = columns.addObject()
                    .put("name", column.name())
                    .put("jsonPath", column.jsonPath())
                    .put("type", column.type().getValue());
            // The API server drops a 0, and whoever applies the same file then meets a conflict.
            if (column.priority() != 0) {
                added.put("priority", column.priority());
            }
        }
        return columns;
    }

    private static void tidy(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.get("x-kubernetes-validations") instanceof ArrayNode rules) {
                Set<JsonNode> unique = new LinkedHashSet<>();
                rules.forEach(unique::add);
                object.set("x-kubernetes-validations", YAML.createArrayNode().addAll(unique));
            }
            for (String bound : List.of("minimum", "maximum", "default")) {
                if (object.get(bound) != null && isWhole(object.get(bound))) {
                    object.put(bound, object.get(bound).longValue());
                }
            }
        }
        node.forEach(Crds::tidy);
    }

    private static boolean isWhole(JsonNode value) {
        return value.isNumber() && value.doubleValue() == value.longValue();
    }
}
