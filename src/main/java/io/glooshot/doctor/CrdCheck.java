package io.glooshot.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.glooshot.install.Names;
import io.glooshot.install.Release;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Whether the kinds of the API are served, with the fields that this version knows. */
record CrdCheck(KubernetesClient client) implements Check {

    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("apiextensions.k8s.io")
            .withVersion("v1")
            .withKind("CustomResourceDefinition")
            .withPlural("customresourcedefinitions")
            .withNamespaced(false)
            .build();

    @Override
    public String name() {
        return "crds";
    }

    @Override
    public List<Finding> look() {
        Release release = Release.packed();
        List<String> missing = new ArrayList<>();
        List<String> different = new ArrayList<>();
        TreeSet<String> versions = new TreeSet<>();
        for (ObjectNode wanted : release.objects()) {
            String crd = wanted.at("/metadata/name").asText();
            if (!wanted.path("kind").asText().equals(KIND.getKind())) {
                continue;
            }
            GenericKubernetesResource found =
                    client.genericKubernetesResources(KIND).withName(crd).get();
            if (found == null || !isServed(found)) {
                missing.add(crd);
            } else if (!hasSameSchema(wanted, found)) {
                different.add(crd);
                versions.add(version(found));
            }
        }
        if (!missing.isEmpty()) {
            return List.of(Finding.fail(
                    name(), "not installed: " + String.join(", ", missing), "Install them with `glooshot init`."));
        }
        return List.of(
                different.isEmpty()
                        ? Finding.ok(
                                name(), "all %d are those of %s", Release.crds().size(), release.version())
                        : Finding.warn(
                                name(),
                                "other fields than in %s, labelled %s: %s"
                                        .formatted(
                                                release.version(),
                                                String.join(", ", versions),
                                                String.join(", ", different)),
                                "Upgrade with `glooshot init`, or use the glooshot of that version."));
    }

    private boolean isServed(GenericKubernetesResource crd) {
        for (JsonNode condition : tree(crd).at("/status/conditions")) {
            if (condition.path("type").asText().equals("Established")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /** Compared as text, in which a number is the same whatever its type was in memory. */
    private boolean hasSameSchema(ObjectNode wanted, GenericKubernetesResource found) {
        String schema = "/spec/versions/0/schema";
        return normal(wanted.at(schema)).equals(normal(tree(found).at(schema)));
    }

    private static Object normal(JsonNode node) {
        if (node.isNumber()) {
            return node.decimalValue().stripTrailingZeros();
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(each -> list.add(normal(each)));
            return list;
        }
        if (node.isObject()) {
            Map<String, Object> map = new HashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), normal(entry.getValue())));
            return map;
        }
        return node.asText();
    }

    private ObjectNode tree(GenericKubernetesResource crd) {
        return client.getKubernetesSerialization().convertValue(crd, ObjectNode.class);
    }

    private static String version(GenericKubernetesResource crd) {
        return Optional.ofNullable(crd.getMetadata().getLabels())
                .map(labels -> labels.get(Names.VERSION_LABEL))
                .orElse("an unknown version");
    }
}
