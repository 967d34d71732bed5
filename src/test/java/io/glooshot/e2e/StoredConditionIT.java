package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Experiment;
import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.Side;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run that another version of the controller has begun, with a condition that this one does not take. */
@ExtendWith(SharedWorld.class)
class StoredConditionIT {

    @Test
    void isEndedAndItsFaultTakenOff(World world) {
        EndToEnd endToEnd = EndToEnd.on(world);
        try (Bookinfo bookinfo = world.bookinfo(world.newNamespace("stored"))) {
            User user = endToEnd.user(bookinfo.namespace());
            endToEnd.controller().kill();
            user.apply("from-before", """
                    targetMesh: {name: envoy}
                    duration: 1m
                    faults:
                    - destinationServices: [{name: ratings}]
                      fault: {abort: {httpStatus: 500}}
                    failureConditions:
                    - name: never
                      interval: 10s
                      failureLimit: 100
                      trigger: {prometheus: {customQuery: 'vector(0)', thresholdValue: -1}}
                    """);
            world.kube()
                    .client()
                    .resources(Experiment.class)
                    .inNamespace(bookinfo.namespace())
                    .withName("from-before")
                    .editStatus(experiment -> {
                        experiment.setStatus(begun(bookinfo.namespace()));
                        return experiment;
                    });

            endToEnd.ensureRunning();

            ExperimentStatus status = user.awaitState("from-before", State.Aborted);
            assertThat(status.reason()).isEqualTo("InvalidSpec");
            assertThat(status.message()).contains("Failure condition never could never be met");
            assertThat(status.heldBy()).isEmpty();
            assertThat(user.report("from-before").getSpec().timeRemoved()).isNotNull();
            user.awaitNoFinalizer("from-before");
        }
    }

    private static ExperimentStatus begun(String namespace) {
        Instant now = Instant.now();
        return new ExperimentStatus(
                1L,
                null,
                State.Started,
                "StartedWatching",
                "Begun.",
                "envoy",
                MeshType.Envoy,
                null,
                null,
                now.toString(),
                now.plusSeconds(60).toString(),
                null,
                null,
                null,
                null,
                null,
                List.of(new Target(0, namespace, "ratings", 9080, Map.of(), Side.Client)),
                null,
                null,
                null);
    }
}
