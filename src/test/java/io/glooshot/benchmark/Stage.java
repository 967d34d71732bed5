package io.glooshot.benchmark;

import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.Progress;
import io.glooshot.playground.TestExporter;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** A world with a running controller, the sample application, and signals that the benchmark sets. */
record Stage(World world, Bookinfo bookinfo, TestExporter exporter, Experiments experiments, Removals removals)
        implements AutoCloseable {

    private static final String MESH = """
            apiVersion: glooshot.solo.io/v1
            kind: Mesh
            metadata: {name: envoy}
            spec: {type: Envoy}
            """;

    static Stage set(Progress progress, Duration scrapeInterval, String jvmOptions) {
        return set(progress, scrapeInterval, controller -> controller.with("JAVA_TOOL_OPTIONS", jvmOptions));
    }

    /** @param prepare what is to be so at the controller's start */
    static Stage set(Progress progress, Duration scrapeInterval, Consumer<ControllerProcess> prepare) {
        World world = World.builder(progress).scrapeInterval(scrapeInterval).start();
        try {
            world.kube().apply(MESH);
            prepare.accept(world.controller());
            world.controller().start();
            progress.step("controller: %s", world.controller().httpUrl());
            String namespace = world.newNamespace("benchmark");
            Bookinfo bookinfo = world.bookinfo(namespace);
            TestExporter exporter = world.exporter();
            world.prometheus().scrape(exporter.port(), "/metrics", Map.of());
            return new Stage(
                    world,
                    bookinfo,
                    exporter,
                    new Experiments(world.kube().client(), namespace),
                    new Removals(world.kube().client(), namespace));
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    String namespace() {
        return bookinfo.namespace();
    }

    /** Sets a signal and waits until it can be read. */
    void settle(String series, double value) {
        exporter.set(series, value);
        Visibility.of(world.prometheus(), series, value);
    }

    @Override
    public void close() {
        experiments.close();
        removals.close();
        // Asked to end, not killed: a recording that was wished for is written on the way out.
        world.controller().stop();
        world.close();
    }
}
