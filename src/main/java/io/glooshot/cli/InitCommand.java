package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.install.Installer;
import io.glooshot.install.Names;
import io.glooshot.install.Release;
import io.glooshot.install.Values;
import io.glooshot.install.ValuesReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Installs Gloo Shot into a cluster, or brings what is there to this version. */
@Command(
        name = "init",
        aliases = "install",
        description = {
            "Install Gloo Shot into a cluster, or upgrade what is there: kinds, roles, controller and guard.",
            "Run again it changes nothing that is as it should be. Experiments that go on go on through an upgrade.",
            "docs/install.md lists the values."
        },
        footer = {
            "  glooshot init --set prometheus.url=http://prometheus.monitoring.svc:9090",
            "  glooshot init --values values.yaml --dry-run=server",
            "  glooshot init --dry-run=client | kubectl apply --server-side -f -"
        },
        exitCodeList = {
            "0:installed and, with --wait, ready",
            "1:refused and nothing was changed, or not ready in time; see the output",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true)
class InitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Where to install it. Default: what the values say, and " + Names.NAMESPACE)
    private String namespace;

    @Option(
            names = "--values",
            paramLabel = "FILE",
            description = "Values in YAML; - for standard input. Of several the later ones count.")
    private List<Path> files = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "One value, such as replicas=3 or guard.enabled=false; counts over files. Repeat for several.")
    private List<String> settings = List.of();

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private WaitOption wait;

    @Option(
            names = "--force-conflicts",
            description = "Take over fields that others own, such as somebody who scaled a Deployment.")
    private boolean forceConflicts;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Release release = Release.packed();
        Values values = values();
        if (dryRun.mode() == DryRunOption.Mode.CLIENT) {
            out.print(Installer.yaml(release, values));
            out.flush();
            return 0;
        }
        try (KubernetesClient client = cluster.connect()) {
            var installer = new Installer(client, release, values, line -> print(out, line));
            if (dryRun.mode() == DryRunOption.Mode.SERVER) {
                installer.tryOut(forceConflicts);
                return 0;
            }
            installer.install(forceConflicts);
            if (wait.isOn()) {
                installer.awaitReady(wait.timeout());
            }
        }
        print(out, "Gloo Shot %s is installed in namespace %s.".formatted(release.version(), values.namespace()));
        if (values.prometheusUrl().isEmpty()) {
            print(
                    out,
                    "No prometheus.url was given: conditions are read where a Mesh says in spec.prometheus, and nowhere else.");
        }
        if (!values.watchNamespaces().isEmpty()) {
            print(
                    out,
                    "Experiments run in these namespaces only, and break calls in them only: %s."
                            .formatted(String.join(", ", values.watchNamespaces())));
        }
        print(out, "Next: `glooshot doctor` looks whether all is well.");
        return 0;
    }

    private Values values() {
        ValuesReader reader = new ValuesReader();
        files.forEach(file -> reader.yaml(read(file)));
        settings.forEach(reader::set);
        if (namespace != null) {
            reader.set("namespace=\"" + namespace + "\"");
        }
        return reader.read();
    }

    private String read(Path file) {
        try {
            return file.toString().equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(file);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--values is '%s', which cannot be read: %s".formatted(file, e));
        }
    }

    private static void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
