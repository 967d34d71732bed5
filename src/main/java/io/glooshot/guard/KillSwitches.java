package io.glooshot.guard;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.KillSwitch;
import java.net.HttpURLConnection;

/** The KillSwitches in the cluster. Blocks on the API server. */
public record KillSwitches(KubernetesClient client) {

    /** Whether there is one; not where their kind is not installed. */
    public boolean isAnyOn() {
        try {
            return !client.resources(KillSwitch.class).list().getItems().isEmpty();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw failure;
        }
    }
}
