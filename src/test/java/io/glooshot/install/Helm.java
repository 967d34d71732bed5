package io.glooshot.install;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.playground.Command;
import io.glooshot.playground.Part;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real Helm with the chart, and with no settings of whoever runs the tests. */
final class Helm {

    /** The oldest that the chart is for. */
    static final String KUBERNETES = "--kube-version=1.30.0";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path program = Parts.onThisMachine(Progress.toStandardOut()).get(Part.HELM);
    private final Path home;

    Helm(Path home) {
        this.home = home;
    }

    Command.Result run(String... arguments) {
        try {
            return Command.of(program, arguments)
                    .with(Map.of(
                            "HELM_CACHE_HOME", home.resolve("cache").toString(),
                            "HELM_CONFIG_HOME", home.resolve("config").toString(),
                            "HELM_DATA_HOME", home.resolve("data").toString()))
                    .run(LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the chart makes of values, by Helm's own name for where an object comes from: tests are not among them. */
    List<ObjectNode> objects(String namespace, Path values) {
        Command.Result result = run(
                "template",
                "glooshot",
                ChartTemplates.CHART.toString(),
                "--namespace=" + namespace,
                KUBERNETES,
                "--skip-tests",
                "--values=" + values);
        if (!result.ok()) {
            throw new IllegalStateException(result.text());
        }
        try {
            Path file = Files.createTempFile(home, "rendered", ".yaml");
            Files.writeString(file, result.stdout());
            return OlmInstallation.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Command.Result in(Path kubeconfig, String... arguments) {
        return run(Stream.concat(Stream.of(arguments), Stream.of("--kubeconfig", kubeconfig.toString()))
                .toArray(String[]::new));
    }
}
