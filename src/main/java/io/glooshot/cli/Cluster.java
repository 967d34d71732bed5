package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which cluster a command talks to; chosen as with kubectl. */
class Cluster {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    /** Where the client looks for an API server when it has been told nothing. */
    private static final String INSIDE = "https://kubernetes.default.svc";

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
        Logging.begin();
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
            return requireContext(requireCluster(read(() -> Config.autoConfigure(context))));
        }
        try {
            String text = Files.readString(kubeconfig);
            return requireContext(read(() -> Config.fromKubeconfig(context, text, kubeconfig.toString())));
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kubeconfig is '%s', which cannot be read: %s"
                            .formatted(kubeconfig, e instanceof NoSuchFileException ? "there is no such file" : e));
        }
    }

    private static Config read(Supplier<Config> source) {
        try {
            return source.get();
        } catch (RuntimeException odd) {
            Throwable root = odd;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new CommandFailure(
                    "the kubeconfig cannot be used",
                    String.valueOf(root.getMessage()),
                    "Put it right, or choose another with --kubeconfig or $KUBECONFIG.",
                    odd);
        }
    }

    /** Where nothing says which cluster, the client would try a name that only exists inside of one. */
    private static Config requireCluster(Config config) {
        if (config.getMasterUrl() == null || !config.getMasterUrl().startsWith(INSIDE)) {
            return config;
        }
        String named = System.getenv("KUBECONFIG");
        String why = named == null || named.isBlank()
                ? "$KUBECONFIG is not set, ~/.kube/config names no cluster, and this is no pod"
                : "$KUBECONFIG is '%s', which names no cluster or is not there".formatted(named);
        throw new CommandFailure("no cluster is known", why, "Name a kubeconfig with --kubeconfig or $KUBECONFIG.");
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
