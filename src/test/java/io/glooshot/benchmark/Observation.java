package io.glooshot.benchmark;

import io.glooshot.playground.World;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the parts of a world have done so far. */
record Observation(
        long nanos,
        Counters controllerCounters,
        Counters prometheusCounters,
        Counters apiServerCounters,
        ProcessUse controller,
        ProcessUse prometheus,
        ProcessUse apiServer) {

    private static Observation of(World world) {
        return new Observation(
                System.nanoTime(),
                Counters.at(world.controller().httpUrl() + "/q/metrics"),
                Counters.at(world.prometheus().url() + "/metrics"),
                Counters.parse(world.kube().client().raw("/metrics")),
                ProcessUse.of(world.controller().pid()),
                ProcessUse.of(world.prometheus().pid()),
                ProcessUse.of(world.kube().pid()));
    }

    /** What they do in a window of time. */
    static Rates during(World world, Duration window) {
        Observation before = of(world);
        try {
            TimeUnit.NANOSECONDS.sleep(window.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Rates.between(before, of(world));
    }
}
