package io.glooshot.install;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where in a cluster Gloo Shot is installed, in whatever way. */
public final class Installation {

    private Installation() {}

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
