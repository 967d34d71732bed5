package io.glooshot.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The bundle's ClusterServiceVersion: what people write of it, and what the objects of the installation say. */
record BundleCsv(String version, List<Item> items) {

    static final Path EXAMPLES = Path.of("kubernetes/examples");

    private static final Path SOURCES = Path.of("src/test/resources/bundle");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    static ObjectNode handwritten(String version) {
        try {
            String text = Files.readString(SOURCES.resolve("clusterserviceversion.yaml"));
            return (ObjectNode) YAML.readTree(text.replace("${version}", version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectNode tree() {
        ObjectNode csv = handwritten(version);
        ObjectNode annotations = csv.withObject("/metadata/annotations");
        annotations.put("alm-examples", pretty(examples()));
        annotations.put("operatorframework.io/suggested-namespace-template", pretty(namespace()));
        ObjectNode spec = csv.withObject("/spec");
        for (JsonNode owned : spec.at("/customresourcedefinitions/owned")) {
            describe((ObjectNode) owned);
        }
        spec.withArray("/icon").addObject().put("base64data", icon()).put("mediatype", "image/svg+xml");
        spec.withArray("/relatedImages")
                .addObject()
                .put("name", Names.GLOOSHOT)
                .set("image", annotations.path("containerImage"));
        spec.set("install", install());
        return csv;
    }

    private static ArrayNode examples() {
        ArrayNode examples = JSON.createArrayNode();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.sorted().toList()) {
                examples.add(YAML.readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return examples;
    }

    /** For consoles that make the namespace of a subscription: with the label that lets only restricted pods in. */
    private ObjectNode namespace() {
        ObjectNode namespace = only(Kind.NAMESPACE, Names.NAMESPACE).tree().deepCopy();
        // It outlives this version.
        namespace.withObject("/metadata/labels").remove(List.of(Names.MANAGED_BY_LABEL, Names.VERSION_LABEL));
        return namespace;
    }

    /** A description is written once, in the schema. */
    private void describe(ObjectNode owned) {
        String name = owned.path("name").asText();
        JsonNode crd = only(Kind.CUSTOM_RESOURCE_DEFINITION, name).tree();
        JsonNode served = crd.at("/spec/versions/0");
        JsonNode schema = served.at("/schema/openAPIV3Schema");
        owned.set("kind", crd.at("/spec/names/kind"));
        owned.set("version", served.path("name"));
        owned.set("description", schema.path("description"));
        for (String part : List.of("spec", "status")) {
            for (JsonNode descriptor : owned.path(part + "Descriptors")) {
                JsonNode field = schema.at("/properties/" + part);
                for (String step : descriptor.path("path").asText().split("\\.")) {
                    field = field.path("properties").path(step);
                }
                ((ObjectNode) descriptor).set("description", field.path("description"));
            }
        }
    }

    private ObjectNode install() {
        ObjectNode install = JSON.createObjectNode().put("strategy", "deployment");
        ObjectNode spec = install.putObject("spec");
        spec.set("clusterPermissions", permissions(Kind.CLUSTER_ROLE_BINDING, Kind.CLUSTER_ROLE));
        spec.set("permissions", permissions(Kind.ROLE_BINDING, Kind.ROLE));
        ArrayNode deployments = spec.putArray("deployments");
        of(Kind.DEPLOYMENT).forEach(item -> {
            ObjectNode deployment = deployments.addObject().put("name", item.name());
            ObjectNode label = ((ObjectNode) item.tree().at("/metadata/labels")).deepCopy();
            label.remove(Names.MANAGED_BY_LABEL);
            deployment.set("label", label);
            deployment.set("spec", item.tree().path("spec"));
        });
        return install;
    }

    /** One entry for each role, so that each can be found again in the manifests. */
    private ArrayNode permissions(Kind bindings, Kind roles) {
        ArrayNode permissions = JSON.createArrayNode();
        of(bindings)
                .forEach(binding -> permissions
                        .addObject()
                        .put("serviceAccountName", account(binding))
                        .set(
                                "rules",
                                only(roles, binding.tree().at("/roleRef/name").asText())
                                        .tree()
                                        .path("rules")));
        return permissions;
    }

    private static String account(Item binding) {
        JsonNode subjects = binding.tree().path("subjects");
        if (subjects.size() != 1 || !subjects.at("/0/kind").asText().equals("ServiceAccount")) {
            throw new IllegalStateException(
                    binding.label() + " is not for one ServiceAccount, and OLM can bind no other");
        }
        return subjects.at("/0/name").asText();
    }

    private static String icon() {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(SOURCES.resolve("icon.svg")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pretty(JsonNode tree) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Item> of(Kind kind) {
        return items.stream().filter(item -> item.kind() == kind);
    }

    private Item only(Kind kind, String name) {
        return of(kind).filter(item -> item.name().equals(name)).findFirst().orElseThrow();
    }
}
