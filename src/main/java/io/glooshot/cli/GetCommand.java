package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.cli.ObjectArguments.Wanted;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows objects as they are stored. */
@Command(
        name = "get",
        description = "Show experiments, reports, meshes with what they can do, kill switches or policies.",
        footer = {
            "  glooshot get experiments -A",
            "  glooshot get exp abort-ratings -n bookinfo -o yaml",
            "  glooshot get meshes -o wide",
            "  glooshot get experiments --watch"
        },
        exitCodeList = {"0:shown, even when there is nothing", "1:not there, or the cluster refused", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class GetCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private ObjectArguments arguments;

    @Mixin
    private OutputOption output;

    @Option(
            names = {"-w", "--watch"},
            description = "Go on and show each change, until Ctrl-C.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        // Before the cluster is asked.
        int named = arguments.names().size();
        if (watch && named > 1) {
            throw new ParameterException(spec.commandLine(), "--watch takes one name at most");
        }
        try (KubernetesClient client = cluster.connect()) {
            Wanted wanted = arguments.wanted(client);
            ObjectReader reader = new ObjectReader(client, wanted);
            ObjectReader.Found found = reader.read();
            found.objects().forEach(GetCommand::strip);
            ObjectTable rows = new ObjectTable(
                    wanted.kind(),
                    output.format() == OutputOption.Format.WIDE,
                    wanted.namespace().isEmpty());
            if (watch) {
                reader.requireAll(found);
                new ObjectWatch(client, wanted, output, rows, spec.commandLine().getOut()).run(found);
                return 0;
            }
            boolean isNothing = wanted.names().isEmpty() && found.objects().isEmpty();
            if (isNothing && output.isTable()) {
                spec.commandLine().getErr().println(nothing(wanted));
                spec.commandLine().getErr().flush();
            } else if (!found.objects().isEmpty() || isNothing) {
                output.print(
                        spec.commandLine().getOut(),
                        found.objects(),
                        named == 1,
                        wide -> rows.of(found.objects(), Instant.now()));
            }
            reader.requireAll(found);
        }
        return 0;
    }

    /** As kubectl says it. */
    static String nothing(Wanted wanted) {
        return wanted.namespace()
                .map("No resources found in %s namespace."::formatted)
                .orElse("No resources found");
    }

    /** Who wrote which field is for machines, and kubectl leaves it out as well. */
    static GenericKubernetesResource strip(GenericKubernetesResource object) {
        object.getMetadata().setManagedFields(null);
        return object;
    }
}
