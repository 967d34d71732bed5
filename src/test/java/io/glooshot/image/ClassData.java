package io.glooshot.image;

import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.Command;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Classes as the JVM has them in memory, for the image's own JVM: the archive of all that one experiment has loaded. */
final class ClassData {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "training";

    private ClassData() {}

    static void train(Installed installed, Progress progress) throws IOException {
        Path trainer = installed.launcher("-XX:+RecordDynamicDumpInfo");
        try (World world = World.builder(progress).start()) {
            world.controller().by(trainer).start();
            try (Bookinfo bookinfo = world.bookinfo(world.newNamespace(NAME))) {
                world.kube().apply("""
                        apiVersion: glooshot.solo.io/v1
                        kind: Experiment
                        metadata: {name: training, namespace: %s}
                        spec:
                          duration: 2s
                          faults:
                          - destinationServices: [{name: ratings}]
                            fault: {abort: {httpStatus: 503}}
                          failureConditions:
                          - name: never
                            trigger: {prometheus: {customQuery: "vector(0)", comparisonOperator: ">", thresholdValue: 1}}
                        """.formatted(bookinfo.namespace()));
                Awaitility.await("the end of the experiment").atMost(LIMIT).until(() -> isOver(world, bookinfo));
            }
            dump(installed, world.controller().pid());
        }
        installed.settle();
    }

    /** Asked for and awaited: at its end a JVM has only as long as the one who ends it is patient. */
    private static void dump(Installed installed, long pid) throws IOException {
        Path archive = installed.directory().resolve(Installed.CLASS_DATA);
        Command.Result result = Command.of(
                        installed.java().resolveSibling("jcmd"),
                        Long.toString(pid),
                        "VM.cds",
                        "dynamic_dump",
                        archive.toString())
                .run(LIMIT);
        if (!result.ok() || !Files.exists(archive)) {
            throw new IOException("the JVM has left no class data: " + result.text());
        }
    }

    private static boolean isOver(World world, Bookinfo bookinfo) {
        return !world.kube()
                .mustKubectl(
                        "get", "experiment", NAME, "-n", bookinfo.namespace(), "-o", "jsonpath={.status.timeFinished}")
                .isEmpty();
    }
}
