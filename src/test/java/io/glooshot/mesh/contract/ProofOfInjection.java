package io.glooshot.mesh.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;

/** Compares what the mesh's own counters say with what the callers saw. */
final class ProofOfInjection {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Many scrapes of the local world. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final Trial trial;
    private final Scene scene;

    ProofOfInjection(Trial trial) {
        this.trial = trial;
        this.scene = trial.scene();
    }

    /** @param fault that aborts calls to {@link Scene#destination}, those of {@link Scene#caller} among them */
    void countsWhat(PlannedFault fault) {
        Plan plan = trial.plan(fault);
        // Without requests there are no series, and those are not 0: the counters cannot be read.
        trial.calls(20, scene.caller(), scene.destination(), Request.PLAIN);
        double before = settled(plan);
        trial.inject(plan);
        int seen = 0;
        while (seen < 100) {
            seen += aborted(scene.caller(), scene.destination());
            seen += aborted(scene.otherCaller(), scene.destination());
            seen += aborted(scene.caller(), scene.otherDestination());
        }
        double expected = before + seen;
        await().atMost(LIMIT).until(() -> count(plan).orElse(0) >= expected);
        assertThat(settled(plan)).isEqualTo(expected);
        trial.remove(plan);
        // A proxy that was told late has broken some of the calls by which this finds out.
        trial.assertAllWell();
        double removed = settled(plan);
        trial.calls(100, scene.caller(), scene.destination(), Request.PLAIN);
        assertThat(settled(plan)).isEqualTo(removed);
    }

    /** When the scrapes have come that were still missing what was done before. */
    private double settled(Plan plan) {
        AtomicReference<OptionalDouble> last = new AtomicReference<>(OptionalDouble.empty());
        await().during(QUIET).atMost(LIMIT).until(() -> {
            OptionalDouble now = count(plan);
            return now.isPresent() && now.equals(last.getAndSet(now));
        });
        return last.get().getAsDouble();
    }

    private int aborted(ServiceId caller, Destination destination) {
        return (int) trial.calls(20, caller, destination, Request.PLAIN).stream()
                .filter(Answer::isAborted)
                .count();
    }

    private OptionalDouble count(Plan plan) {
        return trial.query(trial.provider().faultedRequestsQuery(plan));
    }
}
