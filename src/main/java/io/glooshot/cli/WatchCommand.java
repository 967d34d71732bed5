package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.cli.ExperimentPoll.Seen;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows experiments while they run. */
@Command(
        name = "watch",
        description = {
            "Show experiments live: state, time left, each condition's value against its threshold, the share of calls that"
                    + " is faulted. q or Ctrl-C ends it, the arrow keys select.",
            "Where standard output is no terminal, a line is printed for each change.",
            "The share is read from the Mesh's Prometheus where that can be reached from here; see --prometheus-url."
        },
        footer = {
            "  glooshot watch -A",
            "  glooshot watch abort-ratings -n bookinfo",
            "  glooshot watch -A --prometheus-url http://localhost:9090"
        },
        exitCodeList = {"0:ended by the user", "1:the cluster cannot be asked", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class WatchCommand implements Callable<Integer> {

    private static final Duration BLINK = Duration.ofMillis(100);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private NamespaceScope scope;

    @Mixin
    private PrometheusOption prometheus;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only the experiment of this name.")
    private String name;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "1s",
            description = "How often to look. Default: ${DEFAULT-VALUE}")
    private Duration interval;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (KubernetesClient client = cluster.connect();
                var metrics = new MeshMetrics(client, prometheus.url());
                Interruption interruption = Interruption.catching()) {
            Optional<String> namespace = scope.of(client);
            try (var poll = new ExperimentPoll(client, namespace, Optional.ofNullable(name))) {
                poll.start(atLeast(interval, BLINK), metrics::faultedShare);
                if (StandardOutput.columns() > 0) {
                    show(poll, namespace, interruption);
                } else {
                    print(poll, interruption);
                }
            }
            return 0;
        }
    }

    private void show(ExperimentPoll poll, Optional<String> namespace, Interruption interruption) throws IOException {
        String place = namespace.map(each -> "in namespace " + each).orElse("in all namespaces");
        // Handlers of its own would take the place of those that wait for Ctrl-C.
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).nativeSignals(false).build()) {
            new WatchView(terminal, StandardOutput.mayHaveColours(), Clock.systemUTC(), interruption)
                    .show(place, poll::seen);
        }
    }

    private void print(ExperimentPoll poll, Interruption interruption) throws InterruptedException {
        Map<String, RunProgress> known = new HashMap<>();
        RunProgress own = new RunProgress(spec.commandLine().getOut(), Clock.systemUTC(), 0);
        while (interruption.count() == 0) {
            poll.seen().ifPresent(seen -> print(seen, known, own));
            interruption.pause(atLeast(interval, BLINK));
        }
    }

    private void print(Seen seen, Map<String, RunProgress> known, RunProgress own) {
        if (!seen.trouble().isEmpty()) {
            own.once("api", seen.trouble());
            return;
        }
        if (own.over("api")) {
            own.line("The API server answers again.");
        }
        Set<String> gone = new HashSet<>(known.keySet());
        for (WatchedExperiments.Watched watched : seen.experiments()) {
            Experiment experiment = watched.experiment();
            String uid = experiment.getMetadata().getUid();
            gone.remove(uid);
            known.computeIfAbsent(uid, any -> new RunProgress(spec.commandLine().getOut(), Clock.systemUTC(), 0))
                    .seen(experiment);
        }
        gone.forEach(uid -> known.remove(uid).line("An experiment was deleted."));
    }

    private static Duration atLeast(Duration one, Duration least) {
        return one.compareTo(least) < 0 ? least : one;
    }
}
