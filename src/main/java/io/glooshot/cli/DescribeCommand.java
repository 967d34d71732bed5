package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.glooshot.api.Experiment;
import io.glooshot.api.Report;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.cli.ObjectArguments.Wanted;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows objects one by one with all that is worth reading of them. */
@Command(
        name = "describe",
        description = {
            "Show all about an experiment, a report, a mesh, a kill switch or a policy.",
            "Of an experiment: what it does to which calls, how much time is left, what its failure conditions read last, what holds the fault, and what happened."
        },
        footer = {
            "  glooshot describe experiment abort-ratings -n bookinfo",
            "  glooshot describe report/abort-ratings -n bookinfo",
            "  glooshot describe meshes"
        },
        exitCodeList = {"0:shown", "1:not there, or the cluster refused", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class DescribeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private ObjectArguments arguments;

    @Override
    public Integer call() {
        arguments.names();
        try (KubernetesClient client = cluster.connect()) {
            Wanted wanted = arguments.wanted(client);
            ObjectReader reader = new ObjectReader(client, wanted);
            ObjectReader.Found found = reader.read();
            PrintWriter out = spec.commandLine().getOut();
            out.print(found.objects().stream()
                    .map(object -> page(client, wanted.kind(), object, Instant.now()))
                    .collect(Collectors.joining("\n\n")));
            out.flush();
            if (wanted.names().isEmpty() && found.objects().isEmpty()) {
                spec.commandLine().getErr().println(GetCommand.nothing(wanted));
                spec.commandLine().getErr().flush();
            }
            reader.requireAll(found);
        }
        return 0;
    }

    private static String page(KubernetesClient client, Kind kind, GenericKubernetesResource object, Instant now) {
        KubernetesSerialization types = client.getKubernetesSerialization();
        Description page = switch (kind) {
            case EXPERIMENT -> ExperimentDescription.of(types.convertValue(object, Experiment.class), now);
            case REPORT -> ReportDescription.of(types.convertValue(object, Report.class), now);
            case MESH ->
                ObjectDescription.head(object.getMetadata(), now)
                        .field("Version", object.get("status", "version"))
                        .field("Revision", object.get("status", "revision"))
                        .section("Spec", ObjectDescription.settings(object, "spec"))
                        .section("Capabilities", ObjectDescription.settings(object, "status", "capabilities"))
                        .table("Conditions", conditions(types, object, now));
            case EXPERIMENT_POLICY ->
                ObjectDescription.head(object.getMetadata(), now)
                        .field("Experiments Now", object.get("status", "experiments"))
                        .section("Limits", ObjectDescription.settings(object, "spec"))
                        .table("Conditions", conditions(types, object, now));
            case KILL_SWITCH ->
                ObjectDescription.head(object.getMetadata(), now).field("Reason", object.get("spec", "reason"));
        };
        addEvents(client, object, page, now);
        return page.text();
    }

    /** They are not worth failing for: many may read experiments and no events. */
    private static void addEvents(
            KubernetesClient client, GenericKubernetesResource object, Description page, Instant now) {
        String namespace = object.getMetadata().getNamespace();
        try {
            List<Event> events = client.v1()
                    .events()
                    .inNamespace(namespace == null ? "default" : namespace)
                    .withField("involvedObject.uid", object.getMetadata().getUid())
                    .list()
                    .getItems();
            page.table("Events", ObjectDescription.events(events, now));
        } catch (KubernetesClientException failure) {
            page.field("Events", "cannot be read: " + ApiFailure.describe(failure));
        }
    }

    private static Table conditions(KubernetesSerialization types, GenericKubernetesResource object, Instant now) {
        List<?> conditions = object.get("status", "conditions");
        Stream<?> each = conditions == null ? Stream.empty() : conditions.stream();
        return ObjectDescription.conditions(
                each.map(one -> types.convertValue(one, Condition.class)).toList(), now);
    }
}
