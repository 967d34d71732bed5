package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import io.glooshot.cli.PlannedExperiment.Start;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what experiments would do, without doing it. */
@Command(
        name = "plan",
        description = {
            "Show what an experiment would do if it was created now: whether it would start, whom it would hit, what it would"
                    + " write to the mesh. Changes nothing, and needs no right to.",
            "Conditions are asked as in a run, from here. Where the Mesh's Prometheus cannot be reached from here, forward a"
                    + " port to it and give --prometheus-url. Settings of the controller are taken from the same environment"
                    + " variables."
        },
        footer = {
            "  glooshot plan -f experiment.yaml",
            "  glooshot plan -f experiments/ -n staging -o json",
            "  glooshot plan -f experiment.yaml --prometheus-url http://localhost:9090"
        },
        exitCodeList = {
            "0:it would start now, each of them",
            "1:it would not, or that cannot be told; the output says why",
            "2:wrong usage"
        },
        mixinStandardHelpOptions = true)
class PlanCommand implements Callable<Integer> {

    /** What {@code -o} may say. */
    enum Format {
        TEXT,
        YAML,
        JSON;

        @Override
        public String toString() {
            return SmallLetters.of(this);
        }
    }

    static class FormatName extends SmallLetters<Format> {
        FormatName() {
            super(Format.class);
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private NamespaceOption namespace;

    @Mixin
    private ExperimentFiles files;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = FormatName.class,
            defaultValue = "text",
            description = "text, yaml or json. Default: ${DEFAULT-VALUE}")
    private Format format;

    @Mixin
    private PrometheusOption prometheus;

    @Override
    public Integer call() {
        List<Experiment> written = files.read();
        List<PlannedExperiment> plans = new ArrayList<>();
        try (KubernetesClient client = cluster.connect();
                var metrics = new MeshMetrics(client, prometheus.url())) {
            var forecast = new ExperimentForecast(client, metrics);
            written.forEach(each -> plans.add(forecast.of(placed(client, each))));
        }
        print(plans);
        return plans.stream().allMatch(plan -> plan.start() == Start.Yes) ? 0 : 1;
    }

    private Experiment placed(KubernetesClient client, Experiment written) {
        if (written.getMetadata() == null) {
            written.setMetadata(new ObjectMeta());
        }
        written.getMetadata().setNamespace(namespace.of(client, written));
        return written;
    }

    private void print(List<PlannedExperiment> plans) {
        PrintWriter out = spec.commandLine().getOut();
        Object all = plans.size() == 1 ? plans.get(0) : plans;
        switch (format) {
            case TEXT ->
                out.print(String.join(
                        "\n" + "-".repeat(72) + "\n\n",
                        plans.stream().map(plan -> new PlanText(plan).text()).toList()));
            case YAML -> out.print(Serialization.asYaml(all));
            case JSON -> out.println(Serialization.jsonMapper().valueToTree(all).toPrettyString());
        }
        out.flush();
    }
}
