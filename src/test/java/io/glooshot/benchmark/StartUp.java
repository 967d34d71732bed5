package io.glooshot.benchmark;

import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How soon a started controller works, and what it takes when it has nothing to do. */
final class StartUp implements Measurement {

    private static final String SMALL = "-XX:+UseSerialGC -Xmx128m -XX:TieredStopAtLevel=1";
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final double KIB_PER_MIB = 1024;

    /** @param taken when a watcher first saw a status on an experiment that was there before */
    private record Start(Instant begun, Instant ready, Instant taken, ProcessUse idle) {}

    private final Settings settings;
    private final Progress progress;

    StartUp(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "start-up";
    }

    @Override
    public Page run() {
        Table table = new Table(
                "Medians of %d starts".formatted(settings.starts()),
                List.of(
                        "JVM options",
                        "start → ready, ms",
                        "start → first reconcile, ms",
                        "longest, ms",
                        "processor time, ms",
                        "RSS idle, MiB",
                        "threads"));
        try (World world = World.builder(progress).start()) {
            // As a container that is started again: any other replica would wait for the old lease to run out.
            world.controller().with("GLOOSHOT_LEADER_ELECTION_IDENTITY", "benchmark");
            String namespace = world.newNamespace("benchmark");
            try (Experiments experiments = new Experiments(world.kube().client(), namespace)) {
                table.row(row("none", starts(world, experiments, namespace, "plain", "")));
                table.row(row(SMALL, starts(world, experiments, namespace, "small", SMALL)));
            }
        }
        return new Page(
                "Controller start",
                List.of(table),
                List.of(
                        "Start: the process is created. Ready: its readiness probe answers 200, asked every 20 ms. First"
                                + " reconcile: a watcher sees the first status of an experiment that was created before.",
                        "Idle: %d s after that experiment was over. Processor time is all until then."
                                .formatted(IDLE.toSeconds())),
                List.of());
    }

    private List<Start> starts(
            World world, Experiments experiments, String namespace, String prefix, String jvmOptions) {
        List<Start> starts = new ArrayList<>();
        try (Progress.Bar bar = progress.bar("controller, " + prefix, "starts", settings.starts())) {
            for (int i = 1; i <= settings.starts(); i++) {
                String name = prefix + "-" + i;
                experiments.create(Specs.brief(namespace, name));
                starts.add(once(world.controller().with("JAVA_TOOL_OPTIONS", jvmOptions), experiments, name));
                bar.advanceTo(i);
            }
        }
        return starts;
    }

    private static Start once(ControllerProcess controller, Experiments experiments, String name) {
        Instant begun = Instant.now();
        controller.start();
        Instant ready = Instant.now();
        experiments.awaitOne(name, Experiments::isOver);
        try {
            TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Start start = new Start(begun, ready, experiments.firstStatus(name), ProcessUse.of(controller.pid()));
        controller.stop();
        return start;
    }

    private static List<String> row(String name, List<Start> starts) {
        Sample ready = Sample.of(starts, start -> Duration.between(start.begun(), start.ready()));
        Sample taken = Sample.of(starts, start -> Duration.between(start.begun(), start.taken()));
        Sample processor = Sample.of(starts, start -> start.idle().processor());
        long[] resident = starts.stream()
                .mapToLong(start -> start.idle().residentKib())
                .sorted()
                .toArray();
        long[] threads = starts.stream()
                .mapToLong(start -> start.idle().threads())
                .sorted()
                .toArray();
        return List.of(
                name,
                ready.median(),
                taken.median(),
                taken.text(1),
                processor.median(),
                Sample.figure(resident[resident.length / 2] / KIB_PER_MIB),
                Long.toString(threads[threads.length / 2]));
    }
}
