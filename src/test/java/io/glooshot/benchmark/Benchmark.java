package io.glooshot.benchmark;

import io.glooshot.playground.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the chosen parts one after the other, so that none disturbs another. */
public final class Benchmark {

    private static final Path DIRECTORY = Path.of("target", "benchmark");

    private Benchmark() {}

    public static void main(String... arguments) throws IOException {
        Settings settings = Settings.ofSystem();
        Progress progress = Progress.toStandardOut();
        List<Measurement> all = List.of(
                new StopLatency(settings, progress), new ManyRuns(settings, progress), new StartUp(settings, progress));
        List<Measurement> chosen =
                all.stream().filter(each -> settings.wants(each.name())).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("benchmark.only=" + settings.only() + " names none of: "
                    + String.join(", ", all.stream().map(Measurement::name).toList()));
        }
        Page machine = Machine.describe();
        publish("machine", machine);
        boolean isSound = true;
        for (Measurement measurement : chosen) {
            Page page = measurement.run();
            publish(measurement.name(), page);
            isSound &= page.problems().isEmpty();
        }
        // Idle threads of clients would keep this process up for a while.
        System.exit(isSound ? 0 : 1);
    }

    private static void publish(String name, Page page) throws IOException {
        System.out.printf("%n%s%n", page.text());
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve(name + ".md"), page.markdown());
    }
}
