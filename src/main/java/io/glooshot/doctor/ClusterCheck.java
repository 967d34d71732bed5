package io.glooshot.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.install.ServerVersion;
import java.util.List;

/** Whether the API server answers, and is new enough. */
record ClusterCheck(KubernetesClient client) implements Check {

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public List<Finding> look() {
        ServerVersion version;
        try {
            version = ServerVersion.of(client);
        } catch (KubernetesClientException failure) {
            return List.of(Finding.fail(
                    name(),
                    "%s cannot be asked: %s".formatted(client.getMasterUrl(), ApiFailure.describe(failure)),
                    "Check the kubeconfig and `kubectl cluster-info`; choose another with --context."));
        }
        return List.of(
                version.isTooOld()
                        ? Finding.fail(
                                name(),
                                "Kubernetes " + version.text(),
                                "Upgrade the cluster to %s or newer.".formatted(ServerVersion.OLDEST.text()))
                        : Finding.ok(name(), "Kubernetes %s at %s", version.text(), client.getMasterUrl()));
    }
}
