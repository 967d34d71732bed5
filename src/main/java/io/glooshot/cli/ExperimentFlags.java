package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.FailureCondition;
import io.glooshot.api.FaultRule;
import io.glooshot.api.MeshRef;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An experiment in flags. Bounds are left to the API server, which knows them all. */
class ExperimentFlags {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private FaultFlags fault;

    @Mixin
    private ConditionFlags conditions;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "How long the fault stays when nothing stops it, such as 5m. Default: 10m")
    private String duration;

    @Option(
            names = "--max-blind",
            paramLabel = "DURATION",
            description = "How long a condition may go unread before the fault comes off. Default: 30s")
    private String maxBlind;

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            description = "The Mesh to inject through. Default: the only one there is")
    private String mesh;

    /** Whether any of them is given. */
    boolean areGiven() {
        return duration != null
                || maxBlind != null
                || mesh != null
                || fault.rule().isPresent()
                || !conditions.conditions().isEmpty();
    }

    Experiment experiment(String namespace, String name) {
        Optional<FaultRule> rule = fault.rule();
        List<FailureCondition> met = conditions.conditions();
        if (rule.isEmpty() && met.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing --abort, --grpc-status or --delay, or --stop-when for a control run: there is nothing to do");
        }
        Experiment experiment = new Experiment();
        experiment.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        experiment.setSpec(new ExperimentSpec(
                mesh == null ? null : new MeshRef(mesh), duration, rule.stream().toList(), met, maxBlind, null, false));
        return experiment;
    }
}
