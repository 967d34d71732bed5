package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which cluster a command talks to; chosen as with kubectl. */
class Cluster {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig file. Default: $KUBECONFIG, ~/.kube/config, or the pod's service account.")
    private Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "The context of the kubeconfig to use.")
    private String context;

    /** Tries nothing again by itself: whoever asks knows better whether and when. */
    KubernetesClient connect() {
        Config config = config();
        config.setRequestTimeout((int) LONGEST_ANSWER.toMillis());
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new VertxHttpClientFactory())
                .build();
    }

    private Config config() {
        if (kubeconfig == null) {
            return requireContext(Config.autoConfigure(context));
        }
        try {
            return requireContext(Config.fromKubeconfig(context, Files.readString(kubeconfig), kubeconfig.toString()));
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--kubeconfig is '%s', which cannot be read: %s".formatted(kubeconfig, e));
        }
    }

    /** The client falls back to whatever it finds; a command that deletes must not. */
    private Config requireContext(Config config) {
        if (context != null
                && (config.getCurrentContext() == null
                        || !context.equals(config.getCurrentContext().getName()))) {
            List<String> known = config.getContexts() == null
                    ? List.of()
                    : config.getContexts().stream()
                            .map(NamedContext::getName)
                            .sorted()
                            .toList();
            throw new ParameterException(
                    spec.commandLine(),
                    "--context is '%s'; the kubeconfig has %s".formatted(context, known.isEmpty() ? "none" : known));
        }
        return config;
    }
}
