package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.Moment;
import io.glooshot.guard.Guard;
import io.glooshot.guard.GuardPost;
import io.glooshot.guard.GuardSettings;
import io.glooshot.guard.KillSwitches;
import io.glooshot.guard.Takedown;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the guard in the foreground. Each option can be set by an environment variable as well. */
@Command(
        name = "guard",
        description = {
            "Watch over the controller until stopped, and take off what it leaves behind.",
            "A fault goes when its experiment is gone or over, when its deadline has passed, when no controller has shown itself for a while, and when a KillSwitch is on."
        },
        footer = {"  glooshot guard", "  glooshot guard --lease-namespace glooshot --longest-silence 30s"},
        exitCodeList = {"0:stopped by a signal", "1:could not start", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class GuardCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "${env:GLOOSHOT_GUARD_INTERVAL:-5s}",
            description = "From one look to the next. Default: ${DEFAULT-VALUE}")
    private Duration interval;

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "${env:GLOOSHOT_GUARD_GRACE:-10s}",
            description =
                    "How long a fault may outlive its experiment or its deadline, since the controller comes first. Default: ${DEFAULT-VALUE}")
    private Duration grace;

    @Option(
            names = "--longest-silence",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "${env:GLOOSHOT_GUARD_LONGEST_SILENCE:-60s}",
            description = "How long the controllers' Lease may stay as it is. Default: ${DEFAULT-VALUE}")
    private Duration longestSilence;

    @Option(
            names = "--lease-name",
            paramLabel = "NAME",
            defaultValue = "${env:GLOOSHOT_LEADER_ELECTION_LEASE_NAME:-glooshot}",
            description = "The controllers' Lease. Default: ${DEFAULT-VALUE}")
    private String leaseName;

    @Option(
            names = "--lease-namespace",
            paramLabel = "NAMESPACE",
            defaultValue = "${env:GLOOSHOT_LEADER_ELECTION_LEASE_NAMESPACE}",
            description = "Its namespace. Default: that of the guard itself")
    private String leaseNamespace;

    @Option(
            names = "--convergence",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "${env:GLOOSHOT_ISTIO_CONVERGENCE:-12s}",
            description = "How long istiod may take to tell all proxies of a change. Default: ${DEFAULT-VALUE}")
    private Duration convergence;

    @Option(
            names = "--watch-namespaces",
            paramLabel = "NAMESPACE",
            split = ",",
            defaultValue = "${env:GLOOSHOT_WATCH_NAMESPACES}",
            description = "The namespaces to look after, separated by commas. Default: all of the cluster")
    private List<String> watchNamespaces;

    @Option(
            names = "--control-plane-namespace",
            paramLabel = "NAMESPACE",
            defaultValue = "${env:GLOOSHOT_ISTIO_CONTROL_PLANE_NAMESPACE}",
            description = "Where istiod is looked for. Default: any namespace")
    private String controlPlaneNamespace;

    @Option(
            names = "--http-host",
            paramLabel = "HOST",
            defaultValue = "${env:GLOOSHOT_GUARD_HTTP_HOST:-0.0.0.0}",
            description = "Where to serve /healthz and /metrics. Default: ${DEFAULT-VALUE}")
    private String httpHost;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:GLOOSHOT_GUARD_HTTP_PORT:-8081}",
            description = "The port for it. Default: ${DEFAULT-VALUE}")
    private int httpPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Moment.Source clock = () -> new Moment(Instant.now(), System.nanoTime());
        var settings = new GuardSettings(interval, grace, longestSilence);
        try (KubernetesClient client = cluster.connect()) {
            String namespace = leaseNamespace == null || leaseNamespace.isBlank()
                    ? NamespaceOption.ofContext(client)
                    : leaseNamespace;
            var watched = WatchedNamespaces.of(given(watchNamespaces), line -> log(out, line));
            var takedown = Takedown.of(
                    client,
                    watched,
                    Optional.ofNullable(controlPlaneNamespace).filter(text -> !text.isBlank()),
                    clock,
                    convergence,
                    line -> log(out, line));
            var guard = new Guard(
                    takedown,
                    () -> Optional.ofNullable(client.leases()
                            .inNamespace(namespace)
                            .withName(leaseName)
                            .get()),
                    new KillSwitches(client)::isAnyOn,
                    clock,
                    settings,
                    line -> log(out, line));
            try (var post = new GuardPost(
                    guard, watched, settings, new InetSocketAddress(httpHost, httpPort), line -> log(out, line))) {
                post.stand();
            }
        }
        return 0;
    }

    /** An environment variable that is not set is as one that is empty. */
    private static List<String> given(List<String> texts) {
        return Stream.ofNullable(texts)
                .flatMap(List::stream)
                .filter(text -> !text.isBlank())
                .toList();
    }

    private static void log(PrintWriter out, String line) {
        out.println(Instant.now() + " " + line);
        out.flush();
    }
}
