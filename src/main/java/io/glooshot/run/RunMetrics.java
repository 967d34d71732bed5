package io.glooshot.run;

import io.glooshot.experiment.ExperimentState.Finished;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** What the controller tells Prometheus about runs. */
@ApplicationScoped
class RunMetrics {

    private final MeterRegistry registry;
    private final Timer removal;

    RunMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.removal = Timer.builder("glooshot.fault.removal")
                .description("Time from a verdict until the mesh confirmed the removal of the faults")
                .publishPercentileHistogram()
                .register(registry);
    }

    void removed(Duration took) {
        removal.record(took);
    }

    void finished(Finished state) {
        registry.counter(
                        "glooshot.experiments.finished",
                        "result",
                        state.result().name(),
                        "reason",
                        state.reason())
                .increment();
    }
}
