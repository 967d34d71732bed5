package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates an experiment, from flags or from files. */
@Command(
        name = "experiment",
        aliases = {"experiments", "exp"},
        description = {
            "Create an experiment: from flags, from files with -f, or from answers with -i.",
            "It begins as soon as it exists; --dry-run=server has the cluster judge it first, and -o yaml shows it."
        },
        footer = {
            "  glooshot create experiment abort-ratings --abort 500 --percent 50 \\",
            "      --to ratings:9080 --from reviews --duration 5m \\",
            "      --stop-when 'sum(rate(errors_total[1m])) > 0.01'",
            "  glooshot create experiment slow --delay 2s --to ratings --dry-run -o yaml",
            "  glooshot create experiment -f kubernetes/examples/abort-ratings.yaml"
        },
        exitCodeList = {"0:created, or it would be", "1:the cluster refused, or a file cannot be read", "2:wrong usage"
        },
        mixinStandardHelpOptions = true)
class CreateExperimentCommand implements Callable<Integer> {

    /** How the objects are shown. */
    enum Format {
        name,
        yaml,
        json
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private NamespaceOption namespace;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the experiment that the flags describe.")
    private String name;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            description =
                    "Create the experiments of this file, folder or URL, or of standard input with -. May be given several times.")
    private List<String> sources = List.of();

    @Mixin
    private ExperimentFlags flags;

    @Mixin
    private DryRunOption dryRun;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "Show the objects as yaml or json, or their names alone (name), instead of saying what was done.")
    private Format format;

    @Option(
            names = {"-i", "--interactive"},
            description = "Ask for everything, with what the cluster has as choices, and show it before it is created.")
    private boolean interactive;

    @Override
    public Integer call() {
        requireOneWay();
        List<Experiment> read = sources.isEmpty() ? List.of() : new Manifests(System.in).experiments(sources);
        try (KubernetesClient client = cluster.connect()) {
            List<Experiment> wanted = interactive ? asked(client) : wanted(read, client);
            if (!interactive) {
                warn(wanted);
            }
            List<Experiment> created = wanted.stream()
                    .map(experiment -> create(experiment, client))
                    .toList();
            show(created);
        }
        return 0;
    }

    private void requireOneWay() {
        int ways = (name == null ? 0 : 1) + (sources.isEmpty() ? 0 : 1) + (interactive ? 1 : 0);
        if (ways == 0) {
            throw new ParameterException(spec.commandLine(), "Missing NAME, or -f for a file, or -i to be asked");
        }
        if (ways > 1) {
            throw new ParameterException(spec.commandLine(), "NAME, -f and -i exclude each other");
        }
        if (name == null && flags.areGiven()) {
            throw new ParameterException(spec.commandLine(), "-f and -i exclude the flags of an experiment");
        }
    }

    private List<Experiment> wanted(List<Experiment> read, KubernetesClient client) {
        return sources.isEmpty()
                ? List.of(flags.experiment(namespace.of(client), name))
                : read.stream().map(experiment -> placed(experiment, client)).toList();
    }

    private List<Experiment> asked(KubernetesClient client) {
        try (PersonAtTerminal person = PersonAtTerminal.present()) {
            Optional<Experiment> meant = InteractiveCreation.ask(client, person, namespace.of(client));
            if (meant.isEmpty()) {
                person.tell("Nothing was created.");
            }
            return meant.stream().toList();
        }
    }

    private Experiment placed(Experiment experiment, KubernetesClient client) {
        experiment.getMetadata().setNamespace(namespace.of(client, experiment));
        return experiment;
    }

    private void warn(List<Experiment> wanted) {
        PrintWriter err = spec.commandLine().getErr();
        wanted.stream()
                .filter(experiment -> experiment.getSpec().failureConditions().isEmpty())
                .forEach(experiment -> err.println(
                        "Warning: nothing but its duration ends experiment %s; add a condition, such as --stop-when."
                                .formatted(experiment.getMetadata().getName())));
        err.flush();
    }

    private Experiment create(Experiment experiment, KubernetesClient client) {
        String what = "experiment %s/%s could not be created"
                .formatted(
                        experiment.getMetadata().getNamespace(),
                        experiment.getMetadata().getName());
        try {
            return switch (dryRun.mode()) {
                case CLIENT -> experiment;
                case SERVER -> client.resource(experiment).dryRun(true).create();
                case NONE -> client.resource(experiment).create();
            };
        } catch (KubernetesClientException failure) {
            throw (sources.isEmpty() ? FlagNames.OF_EXPERIMENTS : FlagNames.ofNone()).failure(what, failure);
        }
    }

    private void show(List<Experiment> created) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.yaml) {
            out.print(created.stream()
                    .map(experiment -> YamlText.of(WrittenObject.of(experiment)))
                    .collect(Collectors.joining(YamlText.SEPARATOR)));
        } else if (format == Format.json) {
            created.forEach(
                    experiment -> out.println(WrittenObject.of(experiment).toPrettyString()));
        } else {
            created.forEach(experiment -> out.println(
                    "experiment.glooshot.solo.io/" + experiment.getMetadata().getName()
                            + (format == Format.name ? "" : " created" + dryRun.suffix())));
        }
        out.flush();
    }
}
