package io.glooshot.install;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the rights of controller and guard hold. The manifests give all of them in the whole cluster; where only some
 * namespaces are watched those of which that is not needed are given there alone. A binding's name tells which they are.
 */
final class Bindings {

    /** What is needed in each namespace that is watched. */
    private static final String NAMESPACED = "-namespaced";
    /** What is needed where Istio's control plane is. */
    private static final String ISTIOD = "-istiod";

    private final Values values;

    Bindings(Values values) {
        this.values = values;
    }

    /** The object as it is, or what takes the place of a ClusterRoleBinding. */
    Stream<ObjectNode> placed(ObjectNode object) {
        if (values.watchNamespaces().isEmpty() || !object.path("kind").asText().equals("ClusterRoleBinding")) {
            return Stream.of(object);
        }
        String name = object.at("/metadata/name").asText();
        if (name.endsWith(NAMESPACED)) {
            return in(values.watchNamespaces(), object);
        }
        if (name.endsWith(ISTIOD)) {
            return in(values.meshes().istio() ? List.of(values.meshes().istioNamespace()) : List.of(), object);
        }
        return Stream.of(object);
    }

    private static Stream<ObjectNode> in(List<String> namespaces, ObjectNode binding) {
        return namespaces.stream().map(namespace -> {
            ObjectNode placed = binding.deepCopy().put("kind", "RoleBinding");
            placed.withObject("/metadata").put("namespace", namespace);
            return placed;
        });
    }
}
