package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import io.glooshot.api.Report;
import io.glooshot.report.rendering.ReportFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a Report in the form that is asked for. */
@Command(
        name = "report",
        description = {
            "Show the report of an experiment: what was broken, what each condition read, why it ended.",
            "Reports outlive their experiments; `glooshot get reports` lists them."
        },
        footer = {
            "  glooshot report abort-ratings -n bookinfo",
            "  glooshot report abort-ratings -n bookinfo -o html --output-file report.html",
            "  glooshot report abort-ratings -o junit > report.xml"
        },
        exitCodeList = {"0:shown", "1:not there, the cluster refused, or a file cannot be written", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class ReportCommand implements Callable<Integer> {

    /** As {@link ReportFormat}. */
    enum Format {
        text,
        html,
        junit,
        json,
        markdown
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private NamespaceOption namespace;

    @Parameters(paramLabel = "NAME", description = "Name of the report, which is that of its experiment.")
    private String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format;

    @Option(
            names = "--output-file",
            paramLabel = "FILE",
            description = "Write it there instead, over what is there, in UTF-8.")
    private Path file;

    @Override
    public Integer call() {
        try (KubernetesClient client = cluster.connect()) {
            String place = namespace.of(client);
            Report report = report(client, place);
            ReportFormat wanted = ReportFormat.valueOf(format.name().toUpperCase(Locale.ROOT));
            boolean isDocument = file != null || wanted != ReportFormat.TEXT;
            String text = isDocument
                    ? ReportFiles.document(report, experiment(client, place), wanted)
                    : ReportFiles.text(report);
            if (file != null) {
                ReportFiles.write(file, text);
            } else {
                ReportFiles.print(spec.commandLine().getOut(), text, isDocument);
            }
        }
        return 0;
    }

    private Report report(KubernetesClient client, String place) {
        Report found;
        try {
            found = client.resources(Report.class)
                    .inNamespace(place)
                    .withName(name)
                    .get();
        } catch (KubernetesClientException failure) {
            throw ApiProblem.of("report %s/%s cannot be read".formatted(place, name), failure);
        }
        if (found == null) {
            throw new CommandFailure(
                    "report %s/%s is not there".formatted(place, name),
                    "the API server has none of that name; an experiment has one when it is over",
                    "Check the name and the namespace; `glooshot get reports -A` lists what there is.");
        }
        return found;
    }

    /** Only to say how to run it again; without it the report says as much as it knows. */
    private Optional<Experiment> experiment(KubernetesClient client, String place) {
        try {
            return Optional.ofNullable(client.resources(Experiment.class)
                    .inNamespace(place)
                    .withName(name)
                    .get());
        } catch (KubernetesClientException mayNotRead) {
            return Optional.empty();
        }
    }
}
