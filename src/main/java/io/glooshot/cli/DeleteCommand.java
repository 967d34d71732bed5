package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.GlooShot;
import io.glooshot.cli.DryRunOption.Mode;
import io.glooshot.cli.ObjectArguments.Wanted;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Deletes objects, and waits until the faults of experiments are off. */
@Command(
        name = "delete",
        description = {
            "Delete experiments, reports, meshes, kill switches or policies.",
            "An experiment is kept by the cluster until its fault is confirmed to be off. The command waits for that, and says what it waits for."
        },
        footer = {
            "  glooshot delete experiment abort-ratings -n bookinfo",
            "  glooshot delete experiments --all -n bookinfo --timeout 2m",
            "  glooshot delete experiments -l team=shop --dry-run=server",
            "  glooshot delete report abort-ratings --ignore-not-found"
        },
        exitCodeList = {
            "0:gone, and no fault of it is left",
            "1:not there, not gone in time, or the cluster refused",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true)
class DeleteCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private ObjectArguments arguments;

    @Option(names = "--all", description = "All of them in the namespace; with -A in all namespaces.")
    private boolean all;

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private WaitOption wait;

    @Option(names = "--ignore-not-found", description = "No error when a name is not there.")
    private boolean ignoreNotFound;

    @Override
    public Integer call() throws InterruptedException {
        boolean isNarrowed = !arguments.names().isEmpty() || arguments.hasSelector();
        if (isNarrowed == all) {
            throw new ParameterException(
                    spec.commandLine(),
                    all
                            ? "--all excludes names and --selector"
                            : "What is to be deleted? Give names, --selector or --all");
        }
        try (KubernetesClient client = cluster.connect()) {
            Wanted wanted = arguments.wanted(client);
            ObjectReader reader = new ObjectReader(client, wanted);
            ObjectReader.Found found = reader.read();
            if (wanted.names().isEmpty() && found.objects().isEmpty()) {
                print(spec.commandLine().getErr(), GetCommand.nothing(wanted));
            }
            List<GenericKubernetesResource> going = new ArrayList<>();
            for (GenericKubernetesResource object : found.objects()) {
                delete(reader, wanted, object);
                going.add(object);
            }
            if (!dryRun.isOn() && wait.isOn()) {
                new Departure(reader, wanted, line -> print(spec.commandLine().getErr(), line))
                        .await(going, wait.timeout(), gone -> say(gone, "deleted"));
            }
            if (!ignoreNotFound) {
                reader.requireAll(found);
            }
        }
        return 0;
    }

    private void delete(ObjectReader reader, Wanted wanted, GenericKubernetesResource object) {
        String namespace = object.getMetadata().getNamespace();
        String name = object.getMetadata().getName();
        try {
            if (dryRun.mode() == Mode.SERVER) {
                reader.resource(namespace, name).dryRun().delete();
            } else if (!dryRun.isOn()) {
                reader.resource(namespace, name).delete();
            }
        } catch (KubernetesClientException failure) {
            throw ApiProblem.of("%s cannot be deleted".formatted(wanted.kind().label(namespace, name)), failure);
        }
        if (dryRun.isOn()) {
            say(object, "deleted" + dryRun.suffix());
        } else if (!wait.isOn()) {
            say(object, "marked for deletion");
        }
    }

    /** As kubectl words it. */
    private void say(GenericKubernetesResource object, String what) {
        print(
                spec.commandLine().getOut(),
                "%s.%s \"%s\" %s"
                        .formatted(
                                object.getKind().toLowerCase(Locale.ROOT),
                                GlooShot.GROUP,
                                object.getMetadata().getName(),
                                what));
    }

    private static void print(PrintWriter writer, String line) {
        writer.println(line);
        writer.flush();
    }
}
