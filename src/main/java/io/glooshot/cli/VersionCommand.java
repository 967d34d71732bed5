package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells which versions are at work: here, and in the cluster. */
@Command(
        name = "version",
        description = "Show the version of this command, and of what is installed in the cluster.",
        footer = {"  glooshot version", "  glooshot version --client", "  glooshot version -o json"},
        exitCodeList = {"0:shown", "1:the cluster cannot be asked; the client's version is shown", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class VersionCommand implements Callable<Integer> {

    /** What {@code -o} may say here. */
    enum Format {
        TEXT,
        JSON,
        YAML;

        /** As it is written, which completion offers too. */
        @Override
        public String toString() {
            return SmallLetters.of(this);
        }
    }

    static class Converter extends SmallLetters<Format> {
        Converter() {
            super(Format.class);
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Option(names = "--client", description = "That of this command alone; no cluster is asked.")
    private boolean clientOnly;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = Converter.class,
            defaultValue = "text",
            description = "text, json or yaml. Default: ${DEFAULT-VALUE}")
    private Format format;

    @Override
    public Integer call() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("client", Map.of("version", Version.ofBuild()));
        if (clientOnly) {
            print(versions, null);
            return 0;
        }
        ServerVersion server;
        try (KubernetesClient client = cluster.connect()) {
            server = ServerVersion.of(client);
        } catch (KubernetesClientException failure) {
            print(versions, null);
            throw ApiProblem.of("the versions in the cluster cannot be read", failure);
        } catch (CommandFailure failure) {
            print(versions, null);
            throw failure;
        }
        versions.put("server", server);
        print(versions, server);
        return 0;
    }

    private void print(Map<String, Object> versions, ServerVersion server) {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case JSON -> out.println(OutputOption.json(versions));
            case YAML -> out.print(OutputOption.yaml(versions));
            case TEXT -> {
                Description page = new Description().field("Client", Version.ofBuild());
                out.print((server == null ? page : server.describe(page)).text());
            }
        }
        out.flush();
    }
}
