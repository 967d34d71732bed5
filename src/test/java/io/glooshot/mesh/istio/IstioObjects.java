package io.glooshot.mesh.istio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All objects of Istio's kinds in the cluster, whoever made them. */
final class IstioObjects {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** By these the playground has its workloads, and Istio itself writes to them. */
    private static final Set<String> OF_THE_PLAYGROUND = Set.of("workloadentries", "sidecars");

    private final KubernetesClient client;
    private final List<String> uris;

    IstioObjects(KubernetesClient client) {
        this.client = client;
        this.uris = client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .map(CustomResourceDefinition::getSpec)
                .filter(kind -> kind.getGroup().endsWith(".istio.io")
                        && !OF_THE_PLAYGROUND.contains(kind.getNames().getPlural()))
                .flatMap(kind -> kind.getVersions().stream()
                        .filter(CustomResourceDefinitionVersion::getStorage)
                        .map(version -> "/apis/%s/%s/%s"
                                .formatted(
                                        kind.getGroup(),
                                        version.getName(),
                                        kind.getNames().getPlural())))
                .toList();
    }

    /** Whatever mentions a text, wherever it is: in a name, a label, a route, or the name of a field manager. */
    List<String> mentioning(String text) {
        return all().filter(object -> object.toString().contains(text))
                .map(object -> "%s %s/%s in the API server"
                        .formatted(
                                object.path("kind").asText(),
                                object.at("/metadata/namespace").asText(),
                                object.at("/metadata/name").asText()))
                .toList();
    }

    /** Those of a namespace, without what the API server makes up for each of two that are the same. */
    Map<String, JsonNode> in(String namespace) {
        Map<String, JsonNode> objects = new TreeMap<>();
        all().filter(object -> object.at("/metadata/namespace").asText().equals(namespace))
                .forEach(object -> objects.put(
                        object.path("kind").asText() + " "
                                + object.at("/metadata/name").asText(),
                        comparable(object)));
        return objects;
    }

    private Stream<ObjectNode> all() {
        return uris.stream().flatMap(this::list);
    }

    private Stream<ObjectNode> list(String uri) {
        try {
            List<ObjectNode> objects = new ArrayList<>();
            JSON.readTree(client.raw(uri)).path("items").forEach(object -> objects.add((ObjectNode) object));
            return objects.stream();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode comparable(ObjectNode object) {
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        List<JsonNode> managers = new ArrayList<>();
        metadata.path("managedFields").forEach(entry -> managers.add(((ObjectNode) entry).without("time")));
        managers.sort(Comparator.comparing(JsonNode::toString));
        ArrayNode sorted = metadata.putArray("managedFields");
        managers.forEach(sorted::add);
        metadata.remove(List.of("uid", "resourceVersion", "generation", "creationTimestamp"));
        return object;
    }
}
