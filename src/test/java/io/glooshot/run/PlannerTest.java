package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.mesh.Meshes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stored experiment means, which takes no cluster. */
class PlannerTest {

    private final Meshes none = new Meshes(List.of());
    private final Planner planner = new Planner(null, new CheckPlanner(none), none);

    @Test
    void givesAbortAndDelayTheShareOfTheFault() {
        PlannedFault fault = fault("{abort: {httpStatus: 503}, delay: {duration: 2s}, percentage: 12.5}");

        assertThat(fault.abort()).contains(new PlannedAbort.Http(503, 12.5));
        assertThat(fault.delay()).contains(new PlannedDelay(Duration.ofSeconds(2), 12.5));
    }

    @Test
    void givesAbortAndDelayTheSharesOfTheirOwn() {
        PlannedFault fault = fault(
                "{abort: {grpcStatus: 14, percentage: 30}, delay: {duration: 2s, percentage: 60}, percentage: 5}");

        assertThat(fault.abort()).contains(new PlannedAbort.Grpc(14, 30));
        assertThat(fault.delay()).contains(new PlannedDelay(Duration.ofSeconds(2), 60));
    }

    @Test
    void lacksWhatWasLeftOut() {
        assertThat(fault("{abort: {grpcStatus: 14}}").delay()).isEmpty();
        assertThat(fault("{delay: {duration: 2s}}").abort()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {abort: {httpStatus: 503}}                                                                          | true
            {abort: {httpStatus: 503}, percentage: 0}                                                           | false
            {abort: {httpStatus: 503, percentage: 0}}                                                           | false
            {abort: {grpcStatus: 14, percentage: 0.0001}, percentage: 0}                                        | true
            {abort: {httpStatus: 503, percentage: 0}, delay: {duration: 2s, percentage: 0.0001}}                | true
            {abort: {httpStatus: 503, percentage: 0}, delay: {duration: 2s, percentage: 0}}                     | false
            {abort: {httpStatus: 503}, delay: {duration: 2s, percentage: 0}, percentage: 0}                     | false
            """)
    void asksForFaultedRequestsWhereSomeAreToBeFaulted(String fault, boolean expected) {
        assertThat(plan(fault).mustFault()).isEqualTo(expected);
    }

    private PlannedFault fault(String yaml) {
        return plan(yaml).faults().get(0);
    }

    private Plan plan(String fault) {
        return planner.restore(Serialization.unmarshal("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: shares, namespace: bookinfo, uid: uid}
                spec:
                  duration: 10s
                  maxBlind: 30s
                  faults:
                  - destinationServices: [{name: ratings}]
                    fault: %s
                status:
                  mesh: envoy
                  meshType: Envoy
                  targets: [{namespace: bookinfo, name: ratings, port: 9080}]
                """.formatted(fault), Experiment.class));
    }
}
