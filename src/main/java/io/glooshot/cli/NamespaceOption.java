package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import picocli.CommandLine.Option;

/** The namespace of a command that works in one. */
class NamespaceOption {

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "The namespace. Default: that of the context.")
    private String namespace;

    /** Empty names are those of kubectl: as if the option were not there. */
    String of(KubernetesClient client) {
        if (namespace != null && !namespace.isEmpty()) {
            return namespace;
        }
        return ofContext(client);
    }

    /** That of the context or the pod, and what kubectl takes where there is none. */
    static String ofContext(KubernetesClient client) {
        return client.getNamespace() == null ? "default" : client.getNamespace();
    }
}
