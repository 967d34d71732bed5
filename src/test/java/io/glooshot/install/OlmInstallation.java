package io.glooshot.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What OLM makes of a bundle: its objects in the namespace of the Subscription, and accounts, roles, bindings and Deployments
 * out of its ClusterServiceVersion.
 */
record OlmInstallation(Path bundle, String namespace) {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final YAMLMapper YAML = new YAMLMapper();

    static List<ObjectNode> read(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll().stream().map(ObjectNode.class::cast).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> files() {
        try (Stream<Path> files = Files.list(bundle.resolve("manifests"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectNode csv() {
        return read(bundle.resolve(Bundle.CSV)).get(0);
    }

    /** All that the bundle itself holds, but for the ClusterServiceVersion. */
    List<ObjectNode> given() {
        return files().stream()
                .filter(file -> !file.endsWith(Path.of(Bundle.CSV).getFileName()))
                .flatMap(file -> read(file).stream())
                .map(this::placed)
                .toList();
    }

    List<ObjectNode> objects() {
        List<ObjectNode> objects = new ArrayList<>(given());
        JsonNode install = csv().at("/spec/install/spec");
        for (JsonNode deployment : install.path("deployments")) {
            ObjectNode object =
                    object("apps/v1", "Deployment", deployment.path("name").asText());
            object.withObject("/metadata").set("labels", deployment.path("label"));
            object.set("spec", deployment.path("spec"));
            objects.add(placed(object));
        }
        grant(install.path("permissions"), "Role", objects);
        grant(install.path("clusterPermissions"), "ClusterRole", objects);
        Stream.of("permissions", "clusterPermissions")
                .flatMap(list -> install.path(list).findValuesAsText("serviceAccountName").stream())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .forEach(account -> objects.add(placed(object("v1", "ServiceAccount", account))));
        return objects;
    }

    /** Under names of OLM's own. */
    private void grant(JsonNode permissions, String roles, List<ObjectNode> objects) {
        for (JsonNode permission : permissions) {
            String account = permission.path("serviceAccountName").asText();
            String name = "%s-%s-%d".formatted(csv().at("/metadata/name").asText(), account, objects.size());
            ObjectNode role = object(RBAC + "/v1", roles, name);
            role.set("rules", permission.path("rules"));
            ObjectNode binding = object(RBAC + "/v1", roles + "Binding", name);
            binding.putObject("roleRef")
                    .put("apiGroup", RBAC)
                    .put("kind", roles)
                    .put("name", name);
            binding.putArray("subjects")
                    .addObject()
                    .put("kind", "ServiceAccount")
                    .put("name", account)
                    .put("namespace", namespace);
            objects.add(placed(role));
            objects.add(placed(binding));
        }
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        ObjectNode object =
                YAML.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }

    private ObjectNode placed(ObjectNode object) {
        if (Item.of(object).kind().isNamespaced()) {
            object.withObject("/metadata").put("namespace", namespace);
        }
        return object;
    }
}
