package io.glooshot.benchmark;

import io.glooshot.playground.Command;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** How long a person waits for a command, with and without an archive of its classes. */
final class Commands implements Measurement {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final List<List<String>> LINES =
            List.of(List.of("--help"), List.of("get", "experiments"), List.of("version", "--client"));

    private final Settings settings;
    private final Progress progress;

    Commands(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public Page run() {
        Table table = new Table(
                "Milliseconds from the start to the end, of %d calls each".formatted(settings.runs()),
                List.of(
                        "glooshot …",
                        "with archive, median",
                        "longest",
                        "without, median",
                        "longest",
                        "the first call of all"));
        try (World world = World.builder(progress).start()) {
            Path cache = world.directory("cache");
            Duration first = call(world, cache, "on", LINES.get(1));
            awaitArchive(cache);
            for (List<String> line : LINES) {
                Sample with = calls(world, cache, "on", line);
                Sample without = calls(world, cache, "off", line);
                table.row(List.of(
                        String.join(" ", line),
                        with.median(),
                        with.text(1),
                        without.median(),
                        without.text(1),
                        line == LINES.get(1) ? Long.toString(first.toMillis()) : "–"));
            }
        }
        return new Page(
                "Commands",
                List.of(table),
                List.of(
                        "From the creation of the process until it has ended, by the script as a user calls it. The cluster is on the same machine, and has no experiment.",
                        "The archive is made in the background of the first call, and used from the next one on."),
                List.of());
    }

    private Sample calls(World world, Path cache, String classData, List<String> line) {
        List<Duration> calls = new ArrayList<>();
        String name = "glooshot %s, class data %s".formatted(String.join(" ", line), classData);
        try (Progress.Bar bar = progress.bar(name, "calls", settings.runs())) {
            // The first one warms the file system's cache.
            for (int i = 0; i <= settings.runs(); i++) {
                Duration took = call(world, cache, classData, line);
                if (i > 0) {
                    calls.add(took);
                    bar.advanceTo(i);
                }
            }
        }
        return Sample.of(calls, Function.identity());
    }

    private static Duration call(World world, Path cache, String classData, List<String> line) {
        List<String> words = new ArrayList<>(List.of(ControllerProcess.command().toString()));
        words.addAll(line);
        Command command = Command.of(words.toArray(String[]::new))
                .with(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "KUBECONFIG", world.kube().kubeconfig().toString(),
                        "XDG_CACHE_HOME", cache.toString(),
                        "GLOOSHOT_CLASS_DATA", classData));
        try {
            long begun = System.nanoTime();
            Command.Result result = command.run(LIMIT);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            if (!result.ok()) {
                throw new IllegalStateException(words + ": " + result.text());
            }
            return took;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitArchive(Path cache) {
        Awaitility.await("the archive").atMost(LIMIT).until(() -> {
            try (Stream<Path> files = Files.walk(cache)) {
                List<String> names = files.map(Path::toString).toList();
                return names.stream().anyMatch(name -> name.endsWith(".jsa"))
                        && names.stream().noneMatch(name -> name.endsWith(".lock"));
            }
        });
    }
}
