package io.glooshot.doctor;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.install.Names;
import io.glooshot.install.Readiness;
import io.glooshot.install.Release;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether controller and guard run, and are of this version. */
record DeploymentCheck(KubernetesClient client, String namespace) implements Check {

    @Override
    public String name() {
        return "deployments";
    }

    @Override
    public List<Finding> look() {
        String version = Release.packed().version();
        return List.of(
                find(Names.CONTROLLER)
                        .map(found -> judge("controller", found, version))
                        .orElseGet(() -> Finding.fail(
                                "controller",
                                "there is no Deployment %s in namespace %s".formatted(Names.CONTROLLER, namespace),
                                "Install it with `glooshot init`, or tell where it is with --install-namespace.")),
                find(Names.GUARD)
                        .map(found -> judge("guard", found, version))
                        .orElseGet(() -> Finding.warn(
                                "guard",
                                "there is no Deployment %s in namespace %s".formatted(Names.GUARD, namespace),
                                "Nobody takes faults off when the controller dies; install it with `glooshot init`.")));
    }

    private Optional<Deployment> find(String name) {
        return Optional.ofNullable(client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    private Finding judge(String check, Deployment deployment, String version) {
        Readiness.Progress progress = Readiness.progress(deployment);
        String labelled = Optional.ofNullable(deployment.getMetadata().getLabels())
                .orElse(Map.of())
                .getOrDefault(Names.VERSION_LABEL, "unknown");
        if (!progress.isDone()) {
            String remedy =
                    "See `kubectl describe pods -n %s -l %s=%s`.".formatted(namespace, Names.COMPONENT_LABEL, check);
            return progress.ready() == 0
                    ? Finding.fail(check, progress.toString(), remedy)
                    : Finding.warn(check, progress.toString(), remedy);
        }
        return labelled.equals(version)
                ? Finding.ok(check, "%s in namespace %s, version %s", progress, namespace, labelled)
                : Finding.warn(
                        check,
                        "%s, version %s; this glooshot is %s".formatted(progress, labelled, version),
                        "Upgrade with `glooshot init`, or use the glooshot of that version.");
    }
}
