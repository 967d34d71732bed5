package io.glooshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Abort;
import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.Delay;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.Fault;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.ReportSpec;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Outcome;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedFaults;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportFactoryTest {

    /** What etcd takes by default, less room for the rest of the request. */
    private static final int ETCD_LIMIT = 1_400_000;

    private static final Moment START = new Moment(Instant.parse("2026-01-01T12:00:00Z"), 0);

    @Test
    void saysWhichConditionWasMetByWhatAndWhen() {
        Check check = check("errors", "sum(rate(x[1m]))");
        Measurement breach =
                new Measurement(check, START.plus(Duration.ofSeconds(5)), new Reading.Value(0.25, Map.of("pod", "a")));

        ReportSpec report = ReportFactory.spec(outcome(List.of(check), List.of(breach), new Verdict.Breached(breach)));

        assertThat(report.result()).isEqualTo(State.Failed);
        assertThat(report.breach().condition()).isEqualTo("errors");
        assertThat(report.breach().value()).isEqualTo("0.25");
        assertThat(report.breach().operator()).isEqualTo(ComparisonOperator.GREATER);
        assertThat(report.breach().threshold()).isEqualTo("0.01");
        assertThat(report.breach().signal()).isEqualTo("sum(rate(x[1m]))");
        assertThat(report.breach().labels()).containsEntry("pod", "a");
        assertThat(report.breach().time()).isEqualTo("2026-01-01T12:00:05Z");
        assertThat(report.faultedRequests()).isEqualTo(7);
    }

    @Test
    void writesTheFaultsInTheFormOfTheApi() {
        ReportSpec report = ReportFactory.spec(outcome(List.of(), List.of(), new Verdict.Passed()));

        var rule = report.faults().get(0);
        assertThat(rule.originServices().get(0).name()).isEqualTo("reviews");
        assertThat(rule.destinationServices().get(0).port()).isEqualTo(9080);
        assertThat(rule.fault().delay().duration()).isEqualTo("1500ms");
        assertThat(rule.fault().abort().httpStatus()).isEqualTo(503);
        assertThat(rule.fault().percentage()).isEqualTo(12.5);
        assertThat(rule.fault().abort().percentage()).isNull();
        assertThat(rule.fault().delay().percentage()).isNull();
    }

    @Test
    void writesTheSharesOfAbortAndDelayWhereTheyDiffer() {
        var fault = fault(new PlannedAbort.Grpc(14, 30), new PlannedDelay(Duration.ofSeconds(2), 60));

        ReportSpec report = ReportFactory.spec(outcome(fault, List.of(), List.of(), new Verdict.Passed()));

        assertThat(report.faults().get(0).fault())
                .isEqualTo(new Fault(new Abort(null, 14, 30.0), new Delay("2000ms", 60.0), null));
    }

    @Test
    void staysBelowTheLimitOfEtcdWithTheMostConditionsTheLongestQueriesAndTheWorstMessages() {
        List<Check> checks = IntStream.range(0, 32)
                .mapToObj(i -> check("c".repeat(60) + i, "<".repeat(4096)))
                .toList();
        List<Measurement> measurements = new ArrayList<>();
        for (int second = 0; second < 2_000; second++) {
            Moment at = START.plus(Duration.ofSeconds(second));
            for (Check check : checks) {
                measurements.add(new Measurement(check, at, new Reading.Failed("<\"é".repeat(1_000))));
            }
        }

        ReportSpec report = ReportFactory.spec(outcome(checks, measurements, new Verdict.Passed()));

        assertThat(Serialization.asJson(report).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(ETCD_LIMIT);
        assertThat(report.conditions().get(31).failed()).isEqualTo(2_000);
    }

    private static Outcome outcome(List<Check> checks, List<Measurement> measurements, Verdict verdict) {
        var fault = fault(new PlannedAbort.Http(503, 12.5), new PlannedDelay(Duration.ofMillis(1500), 12.5));
        return outcome(fault, checks, measurements, verdict);
    }

    private static PlannedFault fault(PlannedAbort abort, PlannedDelay delay) {
        return PlannedFaults.of(
                Set.of(new ServiceId("bookinfo", "reviews")),
                new Destination(new ServiceId("bookinfo", "ratings"), 9080),
                Optional.of(abort),
                Optional.of(delay));
    }

    private static Outcome outcome(
            PlannedFault fault, List<Check> checks, List<Measurement> measurements, Verdict verdict) {
        Plan plan = new Plan(
                "uid",
                "bookinfo",
                "abort-ratings",
                PlannedMesh.of("envoy", MeshType.Envoy),
                List.of(fault),
                checks,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30));
        History history = History.of(checks, plan.maxBlind(), check -> START).with(measurements);
        return new Outcome(
                plan,
                verdict,
                new Finished(verdict.result(), verdict.reason(), verdict.message(), START.time()),
                Optional.of(START.time()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.of(7),
                history,
                false);
    }

    private static Check check(String name, String query) {
        return new Check(
                name, new Signal.Promql(query), ComparisonOperator.GREATER, 0.01, Duration.ofSeconds(1), false);
    }
}
