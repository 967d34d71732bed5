package io.glooshot.mesh.istio;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Optional;

/** Whether istiod runs, as far as the cluster can tell. Blocks on the API server. */
record IstiodAvailability(IstiodDeployments istiods) {

    /** True where nothing says otherwise: an istiod outside this cluster has no Deployment in it. */
    boolean isUp() {
        List<Deployment> deployments = istiods.list();
        return deployments.isEmpty() || deployments.stream().anyMatch(deployment -> !isDown(deployment));
    }

    private static boolean isDown(Deployment deployment) {
        return Optional.ofNullable(deployment.getStatus()).map(DeploymentStatus::getConditions).stream()
                .flatMap(List::stream)
                .anyMatch(condition -> condition.getType().equals("Available")
                        && condition.getStatus().equals("False"));
    }
}
