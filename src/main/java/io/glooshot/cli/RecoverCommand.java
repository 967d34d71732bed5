package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.experiment.Moment;
import io.glooshot.guard.Recovery;
import io.glooshot.guard.Takedown;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes all faults of all experiments out of the meshes, with a kubeconfig and nothing else. */
@Command(
        name = "recover",
        description = {
            "List every fault that is in the meshes of the cluster, then take them all off.",
            "Needs no controller, and works where the CRDs are gone. Experiments that go on are told to stop first.",
            "Plain Envoy proxies need none of this: their faults end by themselves when nobody renews them."
        },
        footer = {"  glooshot recover --dry-run", "  glooshot recover --context production --timeout 10m"},
        exitCodeList = {
            "0:no fault is left, or all of them are listed",
            "1:some could not be taken off, or the cluster cannot be asked",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true)
class RecoverCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private RemovalOption removal;

    @Override
    public Integer call() throws InterruptedException {
        if (dryRun.mode() == DryRunOption.Mode.SERVER) {
            throw new ParameterException(
                    spec.commandLine(), "--dry-run is 'server'; here it can be client or none, as nothing is sent");
        }
        PrintWriter out = spec.commandLine().getOut();
        Moment.Source clock = () -> new Moment(Instant.now(), System.nanoTime());
        try (KubernetesClient client = cluster.connect()) {
            var takedown = Takedown.of(client, clock, removal.convergence(), line -> print(out, line));
            var recovery = new Recovery(takedown, clock, line -> print(out, line));
            if (dryRun.isOn()) {
                recovery.list();
            } else {
                recovery.run(removal.timeout()).ifPresent(trouble -> {
                    throw new CommandFailure(
                            "faults may still be on after %ds"
                                    .formatted(removal.timeout().toSeconds()),
                            trouble,
                            "Remove what stands in the way, then run it again; docs/safety.md says what it needs.");
                });
            }
            return 0;
        }
    }

    private static void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
