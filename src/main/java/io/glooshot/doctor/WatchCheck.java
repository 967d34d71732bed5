package io.glooshot.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.install.Installation;
import io.glooshot.install.Names;
import java.util.List;

/**
 * Which namespaces are watched.
 *
 * @param namespace that Gloo Shot is installed in
 * @param userNamespace that whoever asks has their experiments in
 */
record WatchCheck(KubernetesClient client, String namespace, String userNamespace) implements Check {

    @Override
    public String name() {
        return "watched";
    }

    @Override
    public List<Finding> look() {
        return List.of(Installation.values(client, namespace)
                .map(values -> judge(values.watchNamespaces()))
                .orElseGet(() -> Finding.skip(
                        name(),
                        "there is no ConfigMap %s in namespace %s".formatted(Names.CONTROLLER, namespace),
                        "Install it with `glooshot init`, or tell where it is with --install-namespace.")));
    }

    private Finding judge(List<String> watched) {
        if (watched.isEmpty()) {
            return Finding.ok(name(), "all namespaces");
        }
        String names = String.join(", ", watched);
        return watched.contains(userNamespace)
                ? Finding.ok(name(), "namespaces %s", names)
                : Finding.warn(
                        name(),
                        "namespaces %s, and not %s".formatted(names, userNamespace),
                        "Have your experiments there, or have an administrator add yours to watchNamespaces.");
    }
}
