package io.glooshot.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.glooshot.mesh.istio.route.RouteName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What in Istio's objects is ours, by the names that we give and not by what the product thinks of them. */
final class IstioObjects {

    static final List<ResourceDefinitionContext> KINDS =
            List.of(kind("VirtualService", "v1", "virtualservices"), kind("EnvoyFilter", "v1alpha3", "envoyfilters"));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PERCENTAGE = "numerator";

    private IstioObjects() {}

    private static ResourceDefinitionContext kind(String kind, String version, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup("networking.istio.io")
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    static JsonNode json(Object object) {
        return JSON.valueToTree(object);
    }

    static String describe(GenericKubernetesResource object) {
        return "%s %s/%s"
                .formatted(
                        object.getKind(),
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName());
    }

    /** The UIDs of all experiments that have left something in it, on or not. */
    static Set<String> ours(GenericKubernetesResource object) {
        Set<String> uids = new HashSet<>();
        RouteName.uidOfObject(object.getMetadata().getName()).ifPresent(uids::add);
        routes(object).flatMap(route -> RouteName.uid(route).stream()).forEach(uids::add);
        return uids;
    }

    /** Those whose fault is on. A filter is off while it says 0 %. */
    static Set<String> faulting(GenericKubernetesResource object) {
        boolean isOff = object.getKind().equals("EnvoyFilter")
                && json(object).findValues(PERCENTAGE).stream().allMatch(numerator -> numerator.asLong() == 0);
        return isOff ? Set.of() : ours(object);
    }

    /** Whether it is a user's, who then wants it back as it was. */
    static boolean isTheUsers(GenericKubernetesResource object) {
        return RouteName.uidOfObject(object.getMetadata().getName()).isEmpty();
    }

    private static Stream<JsonNode> routes(GenericKubernetesResource object) {
        JsonNode routes = json(object).at("/spec/http");
        return routes.isArray()
                ? Stream.iterate(0, i -> i < routes.size(), i -> i + 1).map(routes::get)
                : Stream.empty();
    }
}
