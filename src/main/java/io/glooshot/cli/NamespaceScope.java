package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One namespace or all of them. */
class NamespaceScope {

    @Mixin
    private NamespaceOption namespace;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Those of all namespaces.")
    private boolean all;

    boolean isAll() {
        return all;
    }

    /** Empty for all. */
    Optional<String> of(KubernetesClient client) {
        return all ? Optional.empty() : Optional.of(namespace.of(client));
    }
}
