package io.glooshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Abort;
import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.DestinationRef;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.PrometheusTrigger.Series;
import io.glooshot.api.ReportSpec;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.PhaseRecord;
import io.glooshot.api.ReportSpec.ReadingRecord;
import io.glooshot.api.ServiceSelector;
import io.glooshot.api.Side;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Outcome;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PlannedFaults;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.StopLatency;
import io.glooshot.experiment.Terms;
import io.glooshot.experiment.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportFactoryTest {

    private static final List<FaultRule> RULES = List.of(new FaultRule(
            List.of(),
            new ServiceSelector(List.of(), Map.of("team", "books"), List.of(), null, Map.of()),
            List.of(new DestinationRef("ratings", null, null, Map.of())),
            null,
            null,
            null,
            new Fault(new Abort(503, null, null), null, 12.5)));

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
    void saysWhatWasADryRunAndWhenItWouldHaveEndedTheRun() {
        Check dry = new Check(
                "dry",
                new Signal.Promql("x"),
                ComparisonOperator.GREATER,
                0.01,
                Duration.ofSeconds(1),
                false,
                new Terms(Series.Any, Duration.ZERO, 2, true));
        Check strict = check("strict", "y");
        List<Measurement> readings = List.of(
                new Measurement(dry, START, new Reading.Value(1)),
                new Measurement(dry, START.plus(Duration.ofSeconds(1)), new Reading.Value(1)),
                new Measurement(strict, START, new Reading.Value(0)));

        ReportSpec report = ReportFactory.spec(outcome(List.of(dry, strict), readings, new Verdict.Passed()));

        assertThat(report.conditions().get(0).dryRun()).isTrue();
        assertThat(report.conditions().get(0).timeMet()).isEqualTo("2026-01-01T12:00:01Z");
        assertThat(report.conditions().get(1).dryRun()).isNull();
        assertThat(report.conditions().get(1).timeMet()).isNull();
    }

    @Test
    void showsTheFaultsAsTheExperimentHasThemAndWhatTheyHit() {
        ReportSpec report = ReportFactory.spec(outcome(List.of(), List.of(), new Verdict.Passed()));

        assertThat(report.faults()).isEqualTo(RULES);
        assertThat(report.targets()).containsExactly(new Target(0, "bookinfo", "ratings", 9080, Map.of(), Side.Client));
        assertThat(report.origins()).containsExactly(new Source(0, "bookinfo", "reviews", Map.of()));
    }

    @Test
    void tellsTheTimeBeforeTheFaultsFromTheTimeOfTheFaults() {
        Check check = check("errors", "errors");
        List<Measurement> preRead = List.of(new Measurement(check, START, new Reading.Value(0.001)));
        Measurement fine = new Measurement(check, START.plus(Duration.ofSeconds(1)), new Reading.Value(0.003));
        Measurement empty = new Measurement(check, START.plus(Duration.ofSeconds(2)), new Reading.NoData("None."));
        Measurement breach = new Measurement(check, START.plus(Duration.ofSeconds(3)), new Reading.Value(0.5));
        History history = History.after(preRead, Duration.ofSeconds(30)).with(List.of(fine, empty, breach));

        ConditionRecord record = ConditionRecords.of(history.tracks().get(0));

        assertThat(record.before())
                .isEqualTo(new PhaseRecord(
                        1,
                        0,
                        0,
                        "0.001",
                        "0.001",
                        "0.001",
                        List.of(new ReadingRecord("2026-01-01T12:00:00Z", "Value", "0.001", null, null))));
        assertThat(record.during())
                .isEqualTo(new PhaseRecord(
                        2,
                        1,
                        0,
                        "0.003",
                        "0.2515",
                        "0.5",
                        List.of(
                                new ReadingRecord("2026-01-01T12:00:01Z", "Value", "0.003", null, null),
                                new ReadingRecord("2026-01-01T12:00:02Z", "NoData", null, "None.", null),
                                new ReadingRecord("2026-01-01T12:00:03Z", "Value", "0.5", null, true))));
        assertThat(record.after()).isNull();
    }

    private static Outcome outcome(List<Check> checks, List<Measurement> measurements, Verdict verdict) {
        PlannedFault fault = PlannedFaults.of(
                Set.of(new ServiceId("bookinfo", "reviews")),
                new Destination(new ServiceId("bookinfo", "ratings"), 9080),
                Optional.of(new PlannedAbort.Http(503, 12.5)),
                Optional.empty());
        Plan plan = new Plan(
                "uid",
                "bookinfo",
                "abort-ratings",
                PlannedMesh.of("envoy", MeshType.Envoy),
                List.of(fault),
                checks,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
        History history = History.of(checks, plan.maxBlind(), check -> START).with(measurements);
        return new Outcome(
                plan,
                RULES,
                verdict,
                new Finished(verdict.result(), verdict.reason(), verdict.message(), START.time()),
                Optional.of(START.time()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new StopLatency(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
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
