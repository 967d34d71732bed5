package io.glooshot.install;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Where in a cluster Gloo Shot is installed, in whatever way. */
public final class Installation {

    private Installation() {}

    /**
     * What was chosen that decides which rights controller and guard have; empty where they are not installed. Blocks.
     *
     * @param namespace that it is installed in
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when whoever asks may not know
     */
    public static Optional<Values> values(KubernetesClient client, String namespace) {
        ConfigMap settings = client.configMaps()
                .inNamespace(namespace)
                .withName(Names.CONTROLLER)
                .get();
        if (settings == null) {
            return Optional.empty();
        }
        Map<String, String> data = Objects.requireNonNullElse(settings.getData(), Map.of());
        List<String> watched = Stream.of(
                        data.getOrDefault(Names.WATCH_NAMESPACES, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        boolean istio = !"false".equals(data.get(Names.ISTIO_ENABLED));
        return Optional.of(Values.defaults()
                .in(namespace)
                .watching(watched, istio, Optional.ofNullable(data.get(Names.CONTROL_PLANE_NAMESPACE))));
    }

    /**
     * The namespace of the controller or the guard, by what binds their roles. Blocks.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when whoever asks may not know
     */
    public static Optional<String> namespace(KubernetesClient client) {
        return Stream.of(Names.CONTROLLER, Names.GUARD)
                .map(name -> client.rbac().clusterRoleBindings().withName(name).get())
                .flatMap(Stream::ofNullable)
                .map(ClusterRoleBinding::getSubjects)
                .flatMap(Stream::ofNullable)
                .flatMap(List::stream)
                .map(Subject::getNamespace)
                .flatMap(Stream::ofNullable)
                .findFirst();
    }
}
