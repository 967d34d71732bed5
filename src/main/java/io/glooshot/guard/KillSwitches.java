package io.glooshot.guard;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.KillSwitch;
import java.net.HttpURLConnection;
import java.util.List;

/** The KillSwitches in the cluster. Blocks on the API server. */
public record KillSwitches(KubernetesClient client) {

    public boolean isAnyOn() {
        return !present().isEmpty();
    }

    /** None where their kind is not installed. */
    public List<KillSwitch> present() {
        try {
            return client.resources(KillSwitch.class).list().getItems();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw failure;
        }
    }
}
