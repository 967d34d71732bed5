package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.glooshot.mesh.contract.Scene;
import io.glooshot.mesh.contract.UserEdit;
import io.glooshot.playground.Command;
import io.glooshot.playground.KubeApiServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What people and their tools do to VirtualServices and EnvoyFilters. */
final class IstioUserEdits {

    static final String ROUTES = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings, namespace: %s}
            spec:
              hosts: [ratings]
              http:
              - name: vip
                match: [{headers: {x-vip: {exact: "yes"}}}]
                timeout: 5s
                route: [{destination: {host: ratings}}]
              - name: rest
                retries: {attempts: 2, perTryTimeout: 4s}
                route: [{destination: {host: ratings}}]
            """;

    static final String FILTER = """
            apiVersion: networking.istio.io/v1alpha3
            kind: EnvoyFilter
            metadata: {name: details-of-our-own, namespace: %s}
            spec:
              workloadSelector: {labels: {app: details}}
              configPatches:
              - applyTo: NETWORK_FILTER
                match: {context: SIDECAR_INBOUND, listener: {filterChain: {filter: {name: envoy.filters.network.http_connection_manager}}}}
                patch:
                  operation: MERGE
                  value:
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                      server_name: details
            """;

    private static final String OTHER_ROUTES = ROUTES.replace("timeout: 5s", "timeout: 6s")
            + "    corsPolicy: {allowOrigins: [{exact: \"https://example.com\"}]}\n";

    private static final ResourceDefinitionContext VIRTUAL_SERVICES = new ResourceDefinitionContext.Builder()
            .withGroup("networking.istio.io")
            .withVersion("v1")
            .withKind("VirtualService")
            .withPlural("virtualservices")
            .withNamespaced(true)
            .build();

    private static final String OURS = "glooshot.solo.io/fault=true";

    private IstioUserEdits() {}

    static List<UserEdit> all() {
        return List.of(
                edit("edits a route in place", IstioUserEdits::editInPlace),
                edit("adds a route at the end", scene -> inPlace(scene, routes -> routes.add(copyOfLast(routes)))),
                edit("adds a route at the beginning of the list", scene -> inPlace(scene, IstioUserEdits::addFirst)),
                edit("labels and annotates the object", IstioUserEdits::labelAndAnnotate),
                edit(
                        "gives the object one more host",
                        scene -> patch(scene, "{\"spec\": {\"hosts\": [\"ratings\", \"ratings.example.com\"]}}")),
                edit(
                        "adds a filter for the same workloads",
                        scene -> scene.apply(FILTER.replace("details-of-our-own", "another"))),
                overwriting("takes all routes of their own out", IstioUserEdits::takeAllOut),
                overwriting("applies other routes", scene -> scene.apply(OTHER_ROUTES)),
                overwriting("applies the same routes again", scene -> scene.apply(ROUTES)),
                overwriting("applies other routes by the client", true, IstioUserEdits::applyByClient),
                overwriting(
                        "patches the whole list of routes",
                        scene -> patch(
                                scene,
                                "{\"spec\": {\"http\": [{\"route\": [{\"destination\": {\"host\": \"ratings\"}}]}]}}")),
                overwriting("deletes the object", scene -> kubectl(scene, "delete", "virtualservice", "ratings")),
                overwriting("deletes the object and makes it anew", scene -> {
                    kubectl(scene, "delete", "virtualservice", "ratings");
                    scene.apply(ROUTES);
                }),
                overwriting(
                        "deletes what is ours",
                        scene -> kubectl(scene, "delete", "virtualservices,envoyfilters", "--selector", OURS)),
                new UserEdit(
                        "makes the first object for the service", false, scene -> {}, on(scene -> scene.apply(ROUTES))),
                new UserEdit(
                        "deletes what is ours where there is nothing else",
                        true,
                        scene -> {},
                        on(scene -> kubectl(scene, "delete", "virtualservices,envoyfilters", "--selector", OURS))),
                new UserEdit(
                        "takes all labels off what is ours",
                        true,
                        scene -> {},
                        on(scene -> kubectl(
                                scene,
                                "label",
                                "virtualservices,envoyfilters",
                                "--selector",
                                OURS,
                                "glooshot.solo.io/fault-",
                                "glooshot.solo.io/experiment-uid-",
                                "app.kubernetes.io/managed-by-"))));
    }

    private static UserEdit edit(String name, Consumer<IstioScene> edit) {
        return new UserEdit(name, false, Scene::createUserObjects, on(edit));
    }

    private static UserEdit overwriting(String name, Consumer<IstioScene> edit) {
        return new UserEdit(name, true, Scene::createUserObjects, on(edit));
    }

    private static UserEdit overwriting(String name, boolean byClient, Consumer<IstioScene> edit) {
        return new UserEdit(name, true, on(scene -> applyByClient(scene, ROUTES)), on(edit));
    }

    private static Consumer<Scene> on(Consumer<IstioScene> edit) {
        return scene -> edit.accept((IstioScene) scene);
    }

    /** As {@code kubectl edit} does: all that is there goes back, with one value changed. */
    static void editInPlace(IstioScene scene) {
        inPlace(
                scene,
                routes -> routes.stream()
                        .filter(route -> "vip".equals(route.get("name")))
                        .forEach(route -> route.put("timeout", "7s")));
    }

    /** An object without any is refused, so where there are no others it has to go. */
    private static void takeAllOut(IstioScene scene) {
        List<String> others = new ArrayList<>();
        inPlace(scene, routes -> routes.forEach(route -> others.add((String) route.get("name"))));
        others.removeAll(List.of("vip", "rest"));
        if (others.isEmpty()) {
            kubectl(scene, "delete", "virtualservice", "ratings");
        } else {
            inPlace(scene, routes -> routes.removeIf(route -> !others.contains(route.get("name"))));
        }
    }

    private static void inPlace(IstioScene scene, Consumer<List<Map<String, Object>>> change) {
        scene.world()
                .kube()
                .client()
                .genericKubernetesResources(VIRTUAL_SERVICES)
                .inNamespace(scene.namespace())
                .withName("ratings")
                .edit(object -> {
                    change.accept(routes(object));
                    return object;
                });
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> routes(GenericKubernetesResource object) {
        return (List<Map<String, Object>>) object.<Object>get("spec", "http");
    }

    private static Map<String, Object> copyOfLast(List<Map<String, Object>> routes) {
        return new LinkedHashMap<>(
                Map.of("name", "never", "route", routes.get(routes.size() - 1).get("route")));
    }

    private static void addFirst(List<Map<String, Object>> routes) {
        Map<String, Object> never = copyOfLast(routes);
        never.put("match", List.of(Map.of("headers", Map.of("x-never", Map.of("exact", "yes")))));
        routes.add(0, never);
    }

    private static void labelAndAnnotate(IstioScene scene) {
        kubectl(scene, "label", "virtualservice", "ratings", "team=stars");
        kubectl(scene, "annotate", "virtualservice", "ratings", "example.com/note=not to be lost");
    }

    private static void patch(IstioScene scene, String patch) {
        kubectl(scene, "patch", "virtualservice", "ratings", "--type=merge", "--patch", patch);
    }

    private static void applyByClient(IstioScene scene) {
        applyByClient(scene, OTHER_ROUTES);
    }

    private static void applyByClient(IstioScene scene, String manifest) {
        KubeApiServer kube = scene.world().kube();
        Command.Result result =
                kube.kubectl(manifest.formatted(scene.namespace()), kube.kubeconfig(), "apply", "-f", "-");
        if (!result.ok()) {
            throw new IllegalStateException(result.text());
        }
    }

    private static void kubectl(IstioScene scene, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--namespace", scene.namespace()));
        scene.world().kube().mustKubectl(all.toArray(String[]::new));
    }
}
