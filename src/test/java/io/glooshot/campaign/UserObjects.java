package io.glooshot.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.mesh.istio.route.RouteName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The users' own objects of Istio, but for what the API server itself keeps in them. Routes of ours belong to the check for
 * artifacts, so that each thing that is wrong is told once.
 */
record UserObjects(Map<String, JsonNode> objects) {

    static UserObjects of(KubernetesClient client) {
        Map<String, JsonNode> objects = new TreeMap<>();
        IstioObjects.KINDS.stream()
                .filter(kind -> client.supports(kind.getGroup() + "/" + kind.getVersion(), kind.getKind()))
                .flatMap(kind -> client.genericKubernetesResources(kind).inAnyNamespace().list().getItems().stream())
                .filter(IstioObjects::isTheUsers)
                .forEach(object ->
                        objects.put(IstioObjects.describe(object), withoutBookkeeping(IstioObjects.json(object))));
        client.services()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(service -> objects.put(
                        "Service " + service.getMetadata().getNamespace() + "/"
                                + service.getMetadata().getName(),
                        withoutBookkeeping(IstioObjects.json(service))));
        return new UserObjects(objects);
    }

    static JsonNode withoutBookkeeping(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove("status");
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("managedFields", "resourceVersion", "generation"));
        }
        if (copy.at("/spec/http") instanceof ArrayNode routes) {
            for (int i = routes.size() - 1; i >= 0; i--) {
                if (RouteName.isOurs(routes.get(i))) {
                    routes.remove(i);
                }
            }
        }
        return copy;
    }

    /** What has become of these, in words. */
    List<String> changes(UserObjects later) {
        List<String> changes = new ArrayList<>();
        objects.forEach((name, before) -> {
            JsonNode after = later.objects.get(name);
            if (!before.equals(after)) {
                changes.add(name + " was " + before + " and is " + after);
            }
        });
        later.objects.keySet().stream()
                .filter(name -> !objects.containsKey(name))
                .forEach(name -> changes.add(name + " is new"));
        return changes;
    }
}
