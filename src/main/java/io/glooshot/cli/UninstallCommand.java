package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.install.Names;
import io.glooshot.install.Uninstaller;
import java.io.Console;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes out what {@code init} has put in. */
@Command(
        name = "uninstall",
        description = {
            "Take Gloo Shot out of a cluster: all that `glooshot init` has made.",
            "Refused while a fault is on or an experiment goes on; --remove-faults ends them first.",
            "Controller and guard go last, when nothing is left that they would have to take off."
        },
        footer = {
            "  glooshot uninstall --dry-run",
            "  glooshot uninstall --remove-faults",
            "  glooshot uninstall --delete-crds --yes"
        },
        exitCodeList = {
            "0:taken out, or there was nothing",
            "1:refused and nothing was changed, or not done in time; see the output",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true)
class UninstallCommand implements Callable<Integer> {

    /** What becomes of the kinds. */
    static class Crds {
        @Option(names = "--keep-crds", description = "Keep the kinds and all their objects. This is the default.")
        private boolean keep;

        @Option(
                names = "--delete-crds",
                description = "Delete the kinds too, and with them all experiments, reports, meshes and policies.")
        private boolean delete;
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @ArgGroup
    private Crds crds = new Crds();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = Names.NAMESPACE,
            description = "Where it is installed. Default: ${DEFAULT-VALUE}")
    private String namespace;

    @Option(
            names = "--remove-faults",
            description =
                    "Tell experiments to stop, take all faults off as `glooshot recover` does, and wait for that.")
    private boolean removeFaults;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before experiments and reports are deleted.")
    private boolean yes;

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private RemovalOption removal;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (KubernetesClient client = cluster.connect()) {
            var wishes = new Uninstaller.Wishes(removeFaults, crds.delete, removal.timeout(), removal.convergence());
            var uninstaller = new Uninstaller(client, namespace, wishes, line -> print(out, line));
            if (dryRun.isOn()) {
                uninstaller.tryOut();
                return 0;
            }
            if (crds.delete && !yes) {
                requireConsent(uninstaller.losses());
            }
            uninstaller.uninstall();
        }
        print(out, "Gloo Shot is not in namespace %s any more.".formatted(namespace));
        return 0;
    }

    private static void requireConsent(String losses) {
        String what = "The kinds were not deleted";
        String why = "%s would be deleted with them".formatted(losses);
        Console terminal = System.console();
        // Where there is no terminal, newer JDKs have a console all the same, which has no answer.
        String answer = terminal == null ? null : terminal.readLine("%s. Delete them? Type yes: ", why);
        if (answer == null) {
            throw new CommandFailure(what, why, "Say --yes if that is meant; nothing was changed.");
        }
        if (!answer.equals("yes")) {
            throw new CommandFailure(what, "the answer was not yes", "Leave --delete-crds out to keep them.");
        }
    }

    private static void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
