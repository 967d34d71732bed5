package io.glooshot.install;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Does by hand what no controller manager and no kubelet do here: it says that pods of ours are ready, one after the
 * other, though there are none, and lets namespaces go that are to be deleted.
 */
final class StandIns implements AutoCloseable {

    private static final long PERIOD = 300;

    private final KubernetesClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private StandIns(KubernetesClient client) {
        this.client = client;
    }

    static StandIns start(KubernetesClient client) {
        StandIns standIns = new StandIns(client);
        standIns.timer.scheduleWithFixedDelay(standIns::work, PERIOD, PERIOD, TimeUnit.MILLISECONDS);
        return standIns;
    }

    private void work() {
        try {
            client.apps().deployments().inAnyNamespace().list().getItems().stream()
                    .filter(StandIns::isWanting)
                    .findFirst()
                    .ifPresent(this::makeReadier);
            client.namespaces().list().getItems().stream()
                    .filter(Namespace::isMarkedForDeletion)
                    .forEach(this::letGo);
        } catch (KubernetesClientException e) {
            // Somebody was faster, or the server is on its way down; the next round tries again.
        }
    }

    private static int ready(Deployment deployment) {
        return deployment.getStatus() == null
                        || !Objects.equals(
                                deployment.getStatus().getObservedGeneration(),
                                deployment.getMetadata().getGeneration())
                        || deployment.getStatus().getAvailableReplicas() == null
                ? 0
                : deployment.getStatus().getAvailableReplicas();
    }

    private static boolean isWanting(Deployment deployment) {
        return ready(deployment) != deployment.getSpec().getReplicas();
    }

    private void makeReadier(Deployment deployment) {
        int ready = Math.min(ready(deployment) + 1, deployment.getSpec().getReplicas());
        client.resource(new DeploymentBuilder(deployment)
                        .withNewStatus()
                        .withObservedGeneration(deployment.getMetadata().getGeneration())
                        .withReplicas(ready)
                        .withUpdatedReplicas(ready)
                        .withReadyReplicas(ready)
                        .withAvailableReplicas(ready)
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private void letGo(Namespace namespace) {
        String name = namespace.getMetadata().getName();
        namespace.getSpec().setFinalizers(List.of());
        client.raw(
                "/api/v1/namespaces/%s/finalize".formatted(name),
                "PUT",
                client.getKubernetesSerialization().convertValue(namespace, Map.class));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
