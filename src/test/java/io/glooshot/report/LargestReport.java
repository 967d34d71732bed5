package io.glooshot.report;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Abort;
import io.glooshot.api.ComparisonOperator;
import io.glooshot.api.DestinationRef;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.HeaderMatch;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.Recovery;
import io.glooshot.api.Report;
import io.glooshot.api.RequestMatch;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.Healing;
import io.glooshot.experiment.History;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Outcome;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedFaults;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.Signal;
import io.glooshot.experiment.StopLatency;
import io.glooshot.experiment.StoredLength;
import io.glooshot.experiment.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The report of the largest experiment that is allowed, of a day: as many conditions as there can be, with the longest
 * names and queries, in characters that take the most room, and the worst answers.
 */
final class LargestReport {

    /** What the planner allows of faults, and of what they hit, in bytes as stored. */
    private static final int LONGEST_FAULTS = 400_000;

    /** So many that the points are as many as they ever get: one more, and every second is given up. */
    static final int DURING = 41 << 3;

    static final int AFTER = 13 << 5;

    private static final Moment START = new Moment(Instant.parse("2026-01-01T12:00:00.123456Z"), 0);
    private static final Moment OFF = START.plus(Duration.ofHours(24));
    private static final Recovery WATCHING = new Recovery(
            Recovery.Outcome.Watching,
            "Watching",
            "m".repeat(100),
            START.time().toString(),
            "d".repeat(24),
            null,
            null);

    private LargestReport() {}

    static Report create(String namespace, String name) {
        List<Check> checks =
                IntStream.range(0, 32).mapToObj(LargestReport::check).toList();
        Plan plan = plan(namespace, name, checks);
        History history =
                History.after(readings(checks, START, 1), plan.maxBlind()).with(readings(checks, START, DURING));
        Report report = ReportFactory.report(outcome(plan, history));
        Healing healing = Healing.of(plan, OFF);
        for (Measurement measurement : readings(checks, OFF, AFTER)) {
            healing = healing.with(measurement);
        }
        Healing.Result result = healing.atTimeout(OFF.plus(Duration.ofSeconds(AFTER)));
        report.setSpec(report.getSpec()
                .recovered(
                        WATCHING.ended(
                                Recovery.Outcome.NotRecovered, "StillMet", ((Healing.NotHealed) result).message()),
                        ConditionRecords.recovered(report.getSpec().conditions(), healing.courses()),
                        Long.MAX_VALUE,
                        true));
        return report;
    }

    private static Check check(int number) {
        return new Check(
                "c".repeat(61) + "%02d".formatted(number),
                new Signal.Promql("<".repeat(4_094) + "%02d".formatted(number)),
                ComparisonOperator.GREATER_OR_EQUAL,
                -1.2345678901234567e-300,
                Duration.ofSeconds(1),
                false);
    }

    /** The worst message again and again, and at the end a breach. */
    private static List<Measurement> readings(List<Check> checks, Moment from, int count) {
        List<Measurement> readings = new ArrayList<>();
        for (int second = 0; second < count; second++) {
            Moment at = from.plus(Duration.ofSeconds(second));
            for (Check check : checks) {
                Reading reading = second < count - 1
                        ? new Reading.Failed(second % 2 == 0 ? "x".repeat(250) : "<".repeat(250))
                        : new Reading.Value(1.2345678901234567e-300, labels());
                readings.add(new Measurement(check, at, reading));
            }
        }
        return readings;
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            labels.put("l".repeat(300) + i, "<é".repeat(1_000));
        }
        return labels;
    }

    private static Plan plan(String namespace, String name, List<Check> checks) {
        return new Plan(
                "u".repeat(36),
                namespace,
                name,
                PlannedMesh.of("m".repeat(63), MeshType.Istio),
                List.of(PlannedFaults.of(
                        Set.of(),
                        new Destination(new ServiceId(namespace, "ratings"), 9080),
                        Optional.of(new PlannedAbort.Http(503, 100)),
                        Optional.empty())),
                checks,
                Duration.ofHours(24),
                Duration.ofMinutes(10),
                Duration.ofHours(1));
    }

    private static Outcome outcome(Plan plan, History history) {
        Verdict verdict = history.verdict(OFF).orElseThrow();
        return new Outcome(
                plan,
                faults(),
                verdict,
                new Finished(verdict.result(), verdict.reason(), "<".repeat(20_000), OFF.time()),
                Optional.of(START.time()),
                Optional.of(START.time()),
                Optional.of(OFF.time()),
                Optional.of(OFF.time()),
                new StopLatency(
                        Optional.of(((Verdict.Breached) verdict).measurement()),
                        Optional.of(OFF),
                        Optional.of(OFF),
                        Optional.of(OFF)),
                Optional.of(WATCHING),
                OptionalLong.of(Long.MAX_VALUE),
                history,
                true);
    }

    /** As many as fit; what they hit counts to the same bound. */
    private static List<FaultRule> faults() {
        List<FaultRule> faults = new ArrayList<>();
        HeaderMatch[] headers = IntStream.range(0, 5)
                .mapToObj(i -> new HeaderMatch("h" + i, null, null, "<".repeat(1_000), null))
                .toArray(HeaderMatch[]::new);
        while (StoredLength.of(Serialization.asJson(faults)) < LONGEST_FAULTS) {
            faults.add(new FaultRule(
                    List.of(),
                    null,
                    List.of(new DestinationRef("ratings", null, null, Map.of())),
                    null,
                    new RequestMatch(List.of(headers), null, null),
                    null,
                    new Fault(new Abort(599, null, null), null, 99.9999)));
        }
        return faults;
    }
}
