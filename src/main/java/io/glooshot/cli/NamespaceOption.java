package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
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

    /**
     * That of an object that may say itself where it belongs.
     *
     * @throws CommandFailure when it says something else than the option
     */
    String of(KubernetesClient client, HasMetadata object) {
        String own = object.getMetadata() == null ? null : object.getMetadata().getNamespace();
        if (own == null || own.isEmpty()) {
            return of(client);
        }
        if (namespace != null && !namespace.isEmpty() && !namespace.equals(own)) {
            throw new CommandFailure(
                    "%s %s belongs to namespace %s, not %s"
                            .formatted(
                                    object.getKind().toLowerCase(Locale.ROOT),
                                    object.getMetadata().getName(),
                                    own,
                                    namespace),
                    "its metadata.namespace and -n differ",
                    "Leave one of them out.");
        }
        return own;
    }
}
