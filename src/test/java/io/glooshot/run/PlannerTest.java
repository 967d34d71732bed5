package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.Signal;
import io.glooshot.mesh.Meshes;
import io.glooshot.mesh.RequestQuery;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stored experiment means, which takes no cluster. */
class PlannerTest {

    private static final String ONE_TARGET = "targets: [{namespace: bookinfo, name: ratings, port: 9080}]";

    private final Meshes meshes = new Meshes(List.of(StubProvider.able(MeshType.Istio, Side.Client)));
    private final Planner planner = new Planner(null, new CheckPlanner(meshes), meshes);

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

    @Test
    void hitsWhatWasFoundAtTheStartWhateverItsLabelsAreNow() {
        Plan plan = restore("""
                - destinationSelector: {matchLabels: {team: stars}}
                  originSelector: {matchLabels: {team: pages}}
                  fault: {abort: {httpStatus: 503}}
                """, "[]", """
                targets:
                - {fault: 0, namespace: bookinfo, name: ratings, port: 9080, workloadLabels: {version: v1}, side: Server}
                - {fault: 0, namespace: books, name: stars, port: 80, side: Server}
                origins: [{fault: 0, namespace: bookinfo, name: reviews}]
                """);

        assertThat(plan.faults())
                .extracting(fault -> fault.destination().toString())
                .containsExactly("ratings.bookinfo:9080", "stars.books:80");
        assertThat(plan.faults()).allSatisfy(fault -> {
            assertThat(fault.side()).isEqualTo(Side.Server);
            assertThat(fault.originServices()).containsExactly(new ServiceId("bookinfo", "reviews"));
        });
        assertThat(plan.faults().get(0).workloadLabels()).isEqualTo(Map.of("version", "v1"));
    }

    @Test
    void asksThePrometheusThatTheMeshHadAtTheStart() {
        Plan plan = restore(
                "[]",
                "[{interval: 1s, trigger: {prometheus: {customQuery: up, thresholdValue: 1}}}]",
                "meshRevision: canary\nprometheusUrl: http://metrics.example:9090");

        URI url = URI.create("http://metrics.example:9090");
        assertThat(plan.mesh())
                .isEqualTo(new PlannedMesh("istio", MeshType.Istio, Optional.of("canary"), Optional.of(url)));
        assertThat(plan.checks().get(0).signal()).isEqualTo(new Signal.Promql("up", Optional.of(url)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            {service: {name: ratings}, interval: 30s}                                                 | ratings | bookinfo | null | 30 | true  | Server
            {service: {name: ratings, namespace: books, port: 80}, interval: 1m}                      | ratings | books    | 80   | 60 | true  | Client
            {service: {name: reviews}, interval: 1m, excludeInjected: false}                          | reviews | bookinfo | null | 60 | false | Client
            """)
    void asksTheProviderForSuccessAndLatency(
            String what, String name, String namespace, Integer port, int seconds, boolean excludeInjected, Side side) {
        Plan plan = restore(
                "[{destinationServices: [{name: ratings}], fault: {abort: {httpStatus: 503}}}]",
                """
                - {interval: 1s, trigger: {prometheus: {successRate: %1$s, thresholdValue: 1}}}
                - {interval: 1s, trigger: {prometheus: {latency: %1$s, thresholdValue: 1}}}
                """.formatted(what),
                "targets: [{fault: 0, namespace: bookinfo, name: ratings, port: 9080, side: Server}]");

        var requests = new RequestQuery(
                new ServiceId(namespace, name), port, Duration.ofSeconds(seconds), excludeInjected, side);
        assertThat(plan.checks())
                .extracting(check -> check.signal().text())
                .containsExactly("success of " + requests, "0.99 of " + requests);
    }

    @ParameterizedTest
    @CsvSource({"'http://a{b}/', is not a valid URL", "'http://under_score/', has no valid host"})
    void endsAnExperimentWhoseUrlTheSchemaTakesAndJavaDoesNot(String url, String message) {
        String condition = "[{interval: 1s, name: check, trigger: {webhookUrl: '%s'}}]".formatted(url);

        assertThatThrownBy(() -> restore("[]", condition, ""))
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo("InvalidUrl"))
                .hasMessageContaining("trigger.webhookUrl of failure condition 'check' " + message);
    }

    private PlannedFault fault(String yaml) {
        return plan(yaml).faults().get(0);
    }

    private Plan plan(String fault) {
        return restore("[{destinationServices: [{name: ratings}], fault: %s}]".formatted(fault), "[]", ONE_TARGET);
    }

    private Plan restore(String faults, String conditions, String status) {
        return planner.restore(Serialization.unmarshal(
                """
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: stored, namespace: bookinfo, uid: uid}
                spec:
                  duration: 10s
                  maxBlind: 30s
                  recoveryTimeout: 5m
                  faults:
                """
                        + faults.indent(4)
                        + "  failureConditions:\n"
                        + conditions.indent(4)
                        + "status:\n"
                        + status.indent(2)
                        + "  mesh: istio\n  meshType: Istio\n",
                Experiment.class));
    }
}
