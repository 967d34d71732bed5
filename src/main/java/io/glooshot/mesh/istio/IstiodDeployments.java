package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/**
 * The Deployments that have the label which Istio's charts and istioctl give to istiod.
 *
 * @param namespace looked in; any when left out
 */
record IstiodDeployments(KubernetesClient client, Optional<String> namespace) {

    /** Blocks on the API server. */
    List<Deployment> list() {
        var deployments = client.apps().deployments();
        return (namespace.isPresent() ? deployments.inNamespace(namespace.get()) : deployments.inAnyNamespace())
                .withLabel("app", "istiod")
                .list()
                .getItems();
    }

    /** As people are told of where it is. */
    String place() {
        return namespace.map("namespace %s"::formatted).orElse("any namespace");
    }
}
