package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.experiment.Moment;
import io.glooshot.guard.Recovery;
import io.glooshot.guard.Takedown;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes all faults of all experiments out of the meshes, with a kubeconfig and nothing else. */
@Command(
        name = "recover",
        description = {
            "List every fault that is in the meshes of the cluster, then take them all off.",
            "Needs no controller, and works where the CRDs are gone. Experiments that go on are told to stop first."
        },
        footer = {"", "Plain Envoy proxies need none of this: their faults end by themselves when nobody renews them."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no fault is left", "1:some could not be taken off; see the output", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class RecoverCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Option(names = "--dry-run", description = "List what would be taken off, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "5m",
            description = "How long to try. Default: ${DEFAULT-VALUE}")
    private Duration timeout;

    @Option(
            names = "--convergence",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "12s",
            description =
                    "How long istiod may take to tell all proxies of a change; server-side faults stay at 0 %% for so long before they are deleted. Default: ${DEFAULT-VALUE}")
    private Duration convergence;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Moment.Source clock = () -> new Moment(Instant.now(), System.nanoTime());
        try (KubernetesClient client = cluster.connect()) {
            var takedown = Takedown.of(client, clock, convergence, line -> print(out, line));
            var recovery = new Recovery(takedown, clock, line -> print(out, line));
            return (dryRun ? recovery.list() : recovery.run(timeout)) ? 0 : 1;
        }
    }

    private static void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
