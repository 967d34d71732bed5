package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Mesh;
import io.glooshot.api.MeshSpec.MeshType;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes a Mesh. */
@Command(
        name = "register",
        description = {
            "Make a Mesh, so that experiments can name it.",
            "The controller makes one for each Istio that it finds; this is for what it cannot find: plain Envoy proxies, and where metrics are."
        },
        footer = {
            "  glooshot register envoy",
            "  glooshot register istio --overwrite --prometheus http://prometheus:9090",
            "  glooshot register istio --revision canary \\",
            "      --prometheus https://metrics.example.com \\",
            "      --bearer-token monitoring/metrics/token"
        },
        exitCodeList = {"0:made, or it would be", "1:the cluster refused, or there is one already", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class RegisterCommand implements Callable<Integer> {

    /** In small letters, as everything on the command line. */
    static class Type implements ITypeConverter<MeshType> {
        @Override
        public MeshType convert(String text) {
            for (MeshType type : MeshType.values()) {
                if (type.name().equalsIgnoreCase(text)) {
                    return type;
                }
            }
            throw new TypeConversionException("'%s' is neither istio nor envoy".formatted(text));
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Parameters(paramLabel = "TYPE", converter = Type.class, description = "istio or envoy.")
    private MeshType type;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the Mesh. Default: its type, and the revision if one is given")
    private String name;

    @Mixin
    private MeshFlags flags;

    @Option(
            names = "--overwrite",
            description = "Change the Mesh of that name if there is one. Experiments under way go on as they are.")
    private boolean overwrite;

    @Mixin
    private DryRunOption dryRun;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "Show the object as yaml or json, or its name alone (name).")
    private CreateExperimentCommand.Format format;

    @Override
    public Integer call() {
        Mesh mesh = new Mesh();
        mesh.setMetadata(new ObjectMetaBuilder()
                .withName(name == null ? flags.defaultName(type) : name)
                .build());
        mesh.setSpec(flags.mesh(type));
        if (dryRun.mode() == DryRunOption.Mode.CLIENT) {
            show(mesh, "registered");
            return 0;
        }
        try (KubernetesClient client = cluster.connect()) {
            String what = "mesh %s could not be registered"
                    .formatted(mesh.getMetadata().getName());
            try {
                show(create(mesh, client), "registered");
            } catch (KubernetesClientException failure) {
                if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw FlagNames.OF_MESHES.failure(what, failure);
                }
                if (!overwrite) {
                    throw new CommandFailure(
                            what,
                            "there is a mesh of that name already",
                            "See it with `glooshot get meshes`; change it with --overwrite, or choose another --name.",
                            failure);
                }
                show(change(mesh, client, what), "changed");
            }
        }
        return 0;
    }

    private Mesh create(Mesh mesh, KubernetesClient client) {
        return dryRun.isOn()
                ? client.resource(mesh).dryRun(true).create()
                : client.resource(mesh).create();
    }

    /** What is not said is as it was when it was made: labels, and whatever others have noted. */
    private Mesh change(Mesh mesh, KubernetesClient client, String what) {
        try {
            Mesh present = client.resource(mesh).get();
            if (present == null) {
                return create(mesh, client);
            }
            present.setSpec(mesh.getSpec());
            return dryRun.isOn()
                    ? client.resource(present).dryRun(true).update()
                    : client.resource(present).update();
        } catch (KubernetesClientException failure) {
            throw FlagNames.OF_MESHES.failure(what, failure);
        }
    }

    private void show(Mesh mesh, String done) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == CreateExperimentCommand.Format.yaml) {
            out.print(YamlText.of(WrittenObject.of(mesh)));
        } else if (format == CreateExperimentCommand.Format.json) {
            out.println(WrittenObject.of(mesh).toPrettyString());
        } else {
            out.println("mesh.glooshot.solo.io/" + mesh.getMetadata().getName()
                    + (format == null ? " " + done + dryRun.suffix() : ""));
        }
        out.flush();
    }
}
