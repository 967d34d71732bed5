package io.glooshot.benchmark;

import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs the chosen parts one after the other, so that none disturbs another. */
public final class Benchmark {

    private static final Path DIRECTORY = Path.of("target", "benchmark");

    private Benchmark() {}

    public static void main(String... arguments) {
        boolean isSound = false;
        try {
            isSound = run(Settings.ofSystem(), Progress.toStandardOut());
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
        }
        // Idle threads of clients would keep this process up for a while, or for good after a failure.
        System.exit(isSound ? 0 : 1);
    }

    private static boolean run(Settings settings, Progress progress) throws IOException {
        List<Measurement> all = List.of(
                new StopLatency(settings, progress),
                new ManyRuns(settings, progress),
                new Queries(settings, progress),
                new StartUp(settings, progress),
                new Footprint(settings, progress),
                new Commands(settings, progress));
        refuseUnknown(settings.only(), all.stream().map(Measurement::name).toList());
        publish("machine", Machine.describe());
        boolean isSound = true;
        for (Measurement measurement : all) {
            if (settings.wants(measurement.name())) {
                Page page = measurement.run();
                publish(measurement.name(), page);
                isSound &= page.problems().isEmpty();
            }
        }
        return isSound;
    }

    private static void refuseUnknown(Set<String> wanted, List<String> known) {
        Set<String> unknown = new TreeSet<>(wanted);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("benchmark.only names " + unknown + "; there are: " + known);
        }
    }

    private static void publish(String name, Page page) throws IOException {
        System.out.printf("%n%s%n", page.text());
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve(name + ".md"), page.markdown());
    }
}
