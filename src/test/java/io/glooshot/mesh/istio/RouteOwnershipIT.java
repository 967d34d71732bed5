package io.glooshot.mesh.istio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.mesh.istio.route.ObjectName;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.WithoutController;
import io.glooshot.playground.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose the routes are before, while and after we hold one, as a real API server keeps it. */
@ExtendWith({SharedIstioWorld.class, WithoutController.class})
class RouteOwnershipIT {

    private static final String ROUTES = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: ratings, namespace: %s}
            spec:
              hosts: [ratings]
              http:
              - route: [{destination: {host: %s}}]
            """;

    private World world;
    private IstioApi api;
    private ObjectName name;

    @BeforeEach
    void start(World world) {
        this.world = world;
        api = new IstioApi(world.kube().client(), WatchedNamespaces.all());
        name = new ObjectName(world.newNamespace("ownership"), "ratings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"argocd-controller", "a manager, with=odd&signs", "kustomize-controller"})
    void isTheAppliersAgainAfterwards(String manager) {
        applyAs(manager, "ratings");
        JsonNode before = get();

        addRoute();
        assertThat(owners()).singleElement().asString().startsWith("glooshot:");
        // Its owner is told of us, instead of losing the fault without a word.
        assertThat(tryToApplyAs(manager, "other")).contains("conflict").contains("glooshot");
        takeRouteOut();

        assertThat(owners()).containsExactly(manager);
        assertThat(get().path("spec")).isEqualTo(before.path("spec"));
        assertThat(managers(get())).isEqualTo(managers(before));
        applyAs(manager, "other");
        assertThat(get().at("/spec/http/0/route/0/destination/host").asText()).isEqualTo("other");
    }

    @Test
    void isWhoseEditWasTheLastAgainAfterwards() {
        applyAs("kustomize-controller", "ratings");
        ObjectNode edited = get();
        ((ObjectNode) edited.at("/spec/http/0")).put("timeout", "3s");
        api.update(IstioKind.VIRTUAL_SERVICE, edited, "kubectl-edit");
        List<String> before = managers(get());

        addRoute();
        takeRouteOut();

        assertThat(owners()).containsExactly("kubectl-edit");
        assertThat(managers(get())).isEqualTo(before);
    }

    @Test
    void staysTheirsWhoTookItFromUsMeanwhile() {
        applyAs("kustomize-controller", "ratings");
        addRoute();
        assertThat(tryToApplyAs("argocd-controller", "other", "--force-conflicts"))
                .isEmpty();

        assertThat(owners()).containsExactly("argocd-controller");
        assertThat(RouteOwnership.isOwnedByUs(get())).isFalse();
    }

    @Test
    void noticesThatAnEarlierProcessDidNotGiveItBack() {
        applyAs("argocd-controller", "ratings");
        addRoute();
        dropRoute();

        // Here it died. What is needed stands in the object itself.
        assertThat(RouteOwnership.isOwnedByUs(get())).isTrue();
        handBack();
        assertThat(owners()).containsExactly("argocd-controller");
    }

    private void addRoute() {
        ObjectNode object = get();
        ObjectNode route = object.at("/spec/http/0").deepCopy();
        route.put("name", "glooshot-uid-0");
        ((ArrayNode) object.at("/spec/http")).insert(0, route);
        api.update(IstioKind.VIRTUAL_SERVICE, object, RouteOwnership.managerFor(object));
    }

    private void takeRouteOut() {
        dropRoute();
        handBack();
    }

    private void dropRoute() {
        ObjectNode object = get();
        ((ArrayNode) object.at("/spec/http")).remove(0);
        api.update(IstioKind.VIRTUAL_SERVICE, object, RouteOwnership.managerFor(object));
    }

    private void handBack() {
        api.update(IstioKind.VIRTUAL_SERVICE, RouteOwnership.handedBack(get(), Instant.now()), RouteOwnership.MANAGER);
        assertThat(RouteOwnership.isOwnedByUs(get())).isFalse();
    }

    private List<String> owners() {
        return RouteOwnership.otherOwners(get()).isEmpty()
                ? List.of(RouteOwnership.managerFor(get()))
                : RouteOwnership.otherOwners(get());
    }

    /** Who owns what, without when. */
    private static List<String> managers(JsonNode object) {
        List<String> managers = new ArrayList<>();
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            managers.add(entry.path("manager").asText() + " "
                    + entry.path("operation").asText() + " " + entry.path("fieldsV1"));
        }
        managers.sort(null);
        return managers;
    }

    private ObjectNode get() {
        return api.get(IstioKind.VIRTUAL_SERVICE, name).orElseThrow();
    }

    private void applyAs(String manager, String host) {
        assertThat(tryToApplyAs(manager, host)).isEmpty();
    }

    private String tryToApplyAs(String manager, String host, String... more) {
        List<String> words =
                new ArrayList<>(List.of("apply", "--server-side", "--field-manager=" + manager, "-f", "-"));
        words.addAll(List.of(more));
        var result = world.kube()
                .kubectl(
                        ROUTES.formatted(name.namespace(), host),
                        world.kube().kubeconfig(),
                        words.toArray(String[]::new));
        return result.ok() ? "" : result.stderr();
    }
}
