package io.glooshot.run;

import io.glooshot.api.Recovery;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.StopLatency;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** What the controller tells Prometheus about runs. */
@ApplicationScoped
class RunMetrics {

    private final MeterRegistry registry;
    private final Timer removal;
    private final Timer reading;
    private final Timer decision;
    private final Timer write;
    private final Timer confirmation;
    private final Timer recovery;

    RunMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.removal = histogram(
                "glooshot.fault.removal", "Time from a verdict until the mesh confirmed the removal of the faults");
        this.reading = histogram(
                "glooshot.stop.read",
                "Time from the evaluation of a breach until its answer arrived at the controller");
        this.decision =
                histogram("glooshot.stop.decision", "Time from the answer that shows a breach until the verdict");
        this.write = histogram("glooshot.stop.write", "Time from a verdict until the removal had left for the mesh");
        this.confirmation = histogram(
                "glooshot.stop.confirmation", "Time from when the removal left for the mesh until it was confirmed");
        this.recovery = Timer.builder("glooshot.recovery")
                .description("Time from the end of the faults until the system was healthy again")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(100))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
    }

    private Timer histogram(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    void removed(Duration took) {
        removal.record(took);
    }

    /** Steps that this process did not see are not counted. */
    void stopped(StopLatency stop) {
        stop.reading().ifPresent(reading::record);
        stop.decision().ifPresent(decision::record);
        stop.write().ifPresent(write::record);
        stop.confirmation().ifPresent(confirmation::record);
    }

    /** @param took empty unless the system has recovered */
    void recovered(Recovery.Outcome outcome, Optional<Duration> took) {
        took.ifPresent(recovery::record);
        registry.counter("glooshot.recoveries", "outcome", outcome.name()).increment();
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
