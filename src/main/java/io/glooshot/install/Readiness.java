package io.glooshot.install;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the pods of Deployments are there and ready, as their controllers say. Blocks. */
public final class Readiness {

    /**
     * How far one has come.
     *
     * @param ready pods of its newest form that are ready
     * @param isDone whether no others are left, too
     */
    public record Progress(int ready, int wanted, boolean isDone) {

        @Override
        public String toString() {
            return "%d of %d ready".formatted(ready, wanted);
        }
    }

    private final KubernetesClient client;
    private final String namespace;

    public Readiness(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Empty when there is no such Deployment. */
    public Optional<Progress> of(String deployment) {
        return Optional.ofNullable(client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(deployment)
                        .get())
                .map(Readiness::progress);
    }

    public static Progress progress(Deployment deployment) {
        int wanted = number(deployment.getSpec().getReplicas());
        DeploymentStatus status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
        boolean isSeen = status.getObservedGeneration() != null
                && status.getObservedGeneration() >= deployment.getMetadata().getGeneration();
        int updated = isSeen ? number(status.getUpdatedReplicas()) : 0;
        int ready = Math.min(updated, number(status.getAvailableReplicas()));
        return new Progress(ready, wanted, isSeen && ready >= wanted && number(status.getReplicas()) == updated);
    }

    /** @throws Refusal saying what keeps them, when that takes longer than is granted */
    void await(Collection<String> deployments, Waiting waiting, Consumer<String> tell) {
        Map<String, Progress> told = new HashMap<>();
        boolean isReady = waiting.until(() -> {
            boolean all = true;
            for (String name : new TreeSet<>(deployments)) {
                Progress now = of(name).orElse(new Progress(0, 1, false));
                if (!now.equals(told.put(name, now))) {
                    tell.accept("deployment.apps/%s: %s".formatted(name, now));
                }
                all &= now.isDone();
            }
            return all;
        });
        if (!isReady) {
            throw new Refusal(
                    "Gloo Shot is installed, but not ready",
                    told.entrySet().stream()
                            .filter(entry -> !entry.getValue().isDone())
                            .map(entry ->
                                    "%s: %s%s".formatted(entry.getKey(), entry.getValue(), trouble(entry.getKey())))
                            .sorted()
                            .collect(Collectors.joining("; ")),
                    "See `kubectl describe pods -n %s -l %s=%s`; running init again goes on waiting."
                            .formatted(namespace, Names.NAME_LABEL, Names.GLOOSHOT));
        }
    }

    /** What the pods themselves say. */
    private String trouble(String deployment) {
        String component = deployment.replace(Names.GLOOSHOT + "-", "");
        List<Pod> pods = pods(component);
        if (pods.isEmpty()) {
            return ", and there are no pods of it";
        }
        String reasons = pods.stream()
                .flatMap(pod -> reasons(pod).map(reason -> pod.getMetadata().getName() + " " + reason))
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "" : " (%s)".formatted(reasons);
    }

    List<Pod> pods(String component) {
        return client.pods()
                .inNamespace(namespace)
                .withLabels(Map.of(Names.NAME_LABEL, Names.GLOOSHOT, Names.COMPONENT_LABEL, component))
                .list()
                .getItems();
    }

    private static Stream<String> reasons(Pod pod) {
        if (pod.getStatus() == null) {
            return Stream.empty();
        }
        Stream<String> waiting = pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getWaiting() != null)
                .map(state -> state.getWaiting().getReason());
        Stream<String> unscheduled = pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"))
                .map(condition -> "%s: %s".formatted(condition.getReason(), condition.getMessage()));
        return Stream.concat(waiting, unscheduled);
    }

    private static int number(Integer number) {
        return number == null ? 0 : number;
    }
}
