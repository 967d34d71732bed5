package io.glooshot.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.GlooShot;
import io.glooshot.apiserver.ApiFailure;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is installed in a cluster.
 *
 * @param api the versions of our API that the cluster serves; empty when the CRDs are not installed
 * @param components what runs there of Gloo Shot; null when it cannot be told
 * @param unknown why the components cannot be told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ServerVersion(String kubernetes, List<String> api, List<Component> components, String unknown) {

    private static final String NAME = "app.kubernetes.io/name";
    private static final String COMPONENT = "app.kubernetes.io/component";

    /**
     * A Deployment of ours.
     *
     * @param name what it is, such as guard
     */
    record Component(String name, String namespace, String image, int ready, int replicas) {}

    /** Whoever may log in may ask for all but the components. Blocks. */
    static ServerVersion of(KubernetesClient client) {
        String kubernetes = client.getKubernetesVersion().getGitVersion();
        List<String> api = api(client);
        try {
            return new ServerVersion(kubernetes, api, components(client), null);
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw failure;
            }
            return new ServerVersion(kubernetes, api, null, ApiFailure.describe(failure));
        }
    }

    private static List<String> api(KubernetesClient client) {
        APIGroup group = client.getApiGroup(GlooShot.GROUP);
        return group == null
                ? List.of()
                : group.getVersions().stream()
                        .map(GroupVersionForDiscovery::getVersion)
                        .toList();
    }

    private static List<Component> components(KubernetesClient client) {
        return client.apps().deployments().inAnyNamespace().withLabel(NAME, "glooshot").list().getItems().stream()
                .map(ServerVersion::component)
                .sorted(Comparator.comparing(Component::namespace).thenComparing(Component::name))
                .toList();
    }

    private static Component component(Deployment deployment) {
        Map<String, String> labels = deployment.getMetadata().getLabels();
        String image = deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .findFirst()
                .map(Container::getImage)
                .orElse("");
        return new Component(
                labels.getOrDefault(COMPONENT, deployment.getMetadata().getName()),
                deployment.getMetadata().getNamespace(),
                image,
                Optional.ofNullable(deployment.getStatus())
                        .map(status -> status.getReadyReplicas())
                        .orElse(0),
                Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1));
    }

    Description describe(Description page) {
        page.field("Kubernetes", kubernetes)
                .field(
                        "API",
                        api.isEmpty()
                                ? "not installed; `glooshot init` does it"
                                : "%s/%s".formatted(GlooShot.GROUP, String.join(", ", api)));
        if (components == null) {
            return page.field("Components", "not known: " + unknown);
        }
        Table table = new Table("COMPONENT", "NAMESPACE", "IMAGE", "READY");
        components.forEach(each -> table.row(
                each.name(), each.namespace(), each.image(), "%d/%d".formatted(each.ready(), each.replicas())));
        return page.table("Components", table);
    }
}
