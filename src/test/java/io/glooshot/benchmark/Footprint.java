package io.glooshot.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.glooshot.image.ImageBuild;
import io.glooshot.install.Release;
import io.glooshot.playground.ChildProcess;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.LoopbackHttp;
import io.glooshot.playground.LoopbackPorts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The memory of what the image has, with the options and limits of the manifests, idle and with many experiments. */
final class Footprint implements Measurement {

    private static final List<Integer> SIZES = List.of(0, 1, 100, 500);
    private static final int QUERIES = 10;
    private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration GUARD_LIMIT = Duration.ofMinutes(1);
    private static final double KIB_PER_MIB = 1024;

    private final Settings settings;
    private final Progress progress;

    Footprint(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public Page run() {
        Table table = new Table(
                "After %d s each".formatted(settings.window().toSeconds()),
                List.of("", "RSS, MiB", "of it its own, MiB", "of it files, MiB", "threads"));
        List<String> problems = new ArrayList<>();
        Path program = program();
        try (Stage stage = Stage.set(progress, SCRAPE_INTERVAL, controller -> limit(controller.by(program)))) {
            for (int size : SIZES) {
                Crowd crowd = Crowd.start(stage, "watched-" + size, size, QUERIES);
                pause();
                ProcessUse use = ProcessUse.of(stage.world().controller().pid());
                table.row(row("controller, %d experiments".formatted(size), use));
                long limit = mib(container("glooshot-controller")
                        .at("/resources/limits/memory")
                        .asText());
                if (use.residentKib() / KIB_PER_MIB > limit) {
                    problems.add("more than the limit of %d MiB".formatted(limit));
                }
                if (size > 0) {
                    crowd.breach(
                            IntStream.range(0, Math.min(size, QUERIES)).boxed().toList());
                }
                crowd.end();
                progress.step("%d experiments: done", size);
            }
            pause();
            table.row(row(
                    "controller, when they are gone",
                    ProcessUse.of(stage.world().controller().pid())));
            table.row(row("guard", guard(program, stage)));
        }
        return new Page(
                "Footprint",
                List.of(table),
                List.of(
                        "What the image has, started as it is there, with the options of the manifests, and a JVM that"
                                + " takes the manifests' limit for all the memory there is: %s and %s."
                                        .formatted(options("glooshot-controller"), options("glooshot-guard")),
                        "Its own: what is in no file. What is in files, such as class data, is shared with other processes"
                                + " of the same image on a node, and the kernel takes it back when memory is short.",
                        "%d distinct queries, checked every second. Up to four of the experiments have a fault."
                                .formatted(QUERIES)),
                problems);
    }

    private Path program() {
        try {
            return ImageBuild.launcher(progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void limit(ControllerProcess controller) {
        environment("glooshot-controller").forEach(controller::with);
    }

    private ProcessUse guard(Path program, Stage stage) {
        int port = LoopbackPorts.take();
        Map<String, String> environment = new HashMap<>(environment("glooshot-guard"));
        environment.put("KUBECONFIG", stage.world().kube().kubeconfig().toString());
        Path log = Path.of("target", "benchmark-guard.log");
        try (ChildProcess guard = ChildProcess.start(
                "guard",
                log,
                environment,
                List.of(
                        program.toString(),
                        "guard",
                        "--http-host",
                        "127.0.0.1",
                        "--http-port",
                        Integer.toString(port)))) {
            guard.awaitReady(GUARD_LIMIT, () -> LoopbackHttp.answersOk("http://127.0.0.1:" + port + "/healthz"));
            pause();
            return ProcessUse.of(guard.pid());
        }
    }

    private static Map<String, String> environment(String deployment) {
        return Map.of("JDK_JAVA_OPTIONS", options(deployment), "MALLOC_ARENA_MAX", "2");
    }

    /** As in the Deployment; a container's limit is what a JVM would find to be all the memory there is. */
    private static String options(String deployment) {
        JsonNode container = container(deployment);
        String options = StreamSupport.stream(container.get("env").spliterator(), false)
                .filter(variable -> variable.get("name").asText().equals("JDK_JAVA_OPTIONS"))
                .map(variable -> variable.get("value").asText())
                .findFirst()
                .orElseThrow();
        return "-XX:MaxRAM=%dm %s"
                .formatted(mib(container.at("/resources/limits/memory").asText()), options);
    }

    private static JsonNode container(String deployment) {
        return Release.packed().objects().stream()
                .filter(object -> object.path("kind").asText().equals("Deployment"))
                .filter(object -> object.at("/metadata/name").asText().equals(deployment))
                .map(object -> object.at("/spec/template/spec/containers/0"))
                .findFirst()
                .orElseThrow();
    }

    private static long mib(String quantity) {
        if (!quantity.endsWith("Mi")) {
            throw new IllegalArgumentException(quantity);
        }
        return Long.parseLong(quantity.substring(0, quantity.length() - 2));
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(settings.window().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> row(String name, ProcessUse use) {
        return List.of(
                name,
                Sample.figure(use.residentKib() / KIB_PER_MIB),
                Sample.figure(use.ownKib() / KIB_PER_MIB),
                Sample.figure((use.residentKib() - use.ownKib()) / KIB_PER_MIB),
                Long.toString(use.threads()));
    }
}
