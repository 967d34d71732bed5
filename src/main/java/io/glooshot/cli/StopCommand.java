package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.KillSwitch;
import io.glooshot.api.KillSwitchSpec;
import io.glooshot.guard.Takedown;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends one experiment, or all there are. */
@Command(
        name = "stop",
        description = {
            "End an experiment, or all of them, at once; their faults come off.",
            "With --all a KillSwitch is made, and nothing starts until it is deleted: by --lift, or with kubectl."
        },
        footer = {
            "  glooshot stop abort-ratings -n bookinfo",
            "  glooshot stop --all --reason 'incident 42'",
            "  glooshot stop --lift"
        },
        exitCodeList = {"0:done", "1:the cluster refused, or there is no such experiment", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class StopCommand implements Callable<Integer> {

    /** The one KillSwitch that this command makes and deletes. */
    static final String KILL_SWITCH = "glooshot-stop";

    /** What is to be stopped. */
    static class Target {
        @Parameters(paramLabel = "NAME", description = "The experiment to end.")
        private String name;

        @Option(names = "--all", description = "End every experiment in the cluster, and let none start.")
        private boolean all;

        @Option(names = "--lift", description = "Delete the KillSwitch of --all, so that experiments can start again.")
        private boolean lift;
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @ArgGroup(multiplicity = "1")
    private Target target;

    @Mixin
    private NamespaceOption namespace;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever reads the reports; with --all.")
    private String reason;

    @Override
    public Integer call() {
        try (KubernetesClient client = cluster.connect()) {
            String done = target.all ? stopAll(client) : target.lift ? lift(client) : stop(client);
            print(spec.commandLine().getOut(), done);
            return 0;
        }
    }

    private String stopAll(KubernetesClient client) {
        KillSwitch on = new KillSwitch();
        on.setMetadata(new ObjectMetaBuilder().withName(KILL_SWITCH).build());
        on.setSpec(new KillSwitchSpec(reason));
        try {
            client.resource(on).create();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw ApiProblem.of("KillSwitch %s cannot be made".formatted(KILL_SWITCH), failure);
            }
            return "KillSwitch %s is on already.".formatted(KILL_SWITCH);
        }
        return "KillSwitch %s is on: all experiments end, and none starts until `glooshot stop --lift`."
                .formatted(KILL_SWITCH);
    }

    private static String lift(KubernetesClient client) {
        try {
            boolean wasOn = !client.resources(KillSwitch.class)
                    .withName(KILL_SWITCH)
                    .delete()
                    .isEmpty();
            return wasOn
                    ? "KillSwitch %s is off.".formatted(KILL_SWITCH)
                    : "KillSwitch %s was not on.".formatted(KILL_SWITCH);
        } catch (KubernetesClientException failure) {
            throw ApiProblem.of("KillSwitch %s cannot be deleted".formatted(KILL_SWITCH), failure);
        }
    }

    private String stop(KubernetesClient client) {
        String where = namespace.of(client);
        try {
            Takedown.tellToStop(client, where, target.name);
        } catch (KubernetesClientException failure) {
            throw ApiProblem.of("experiment %s/%s cannot be told to stop".formatted(where, target.name), failure);
        }
        return "Experiment %s/%s is told to stop.".formatted(where, target.name);
    }

    private static void print(PrintWriter writer, String line) {
        writer.println(line);
        writer.flush();
    }
}
