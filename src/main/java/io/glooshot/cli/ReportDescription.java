package io.glooshot.cli;

import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.PhaseRecord;
import io.glooshot.api.ReportSpec.StopLatency;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** What a run found, in short; {@code glooshot report} shows all of it. */
final class ReportDescription {

    private ReportDescription() {}

    static Description of(Report report, Instant now) {
        ReportSpec spec = report.getSpec();
        return ObjectDescription.head(report.getMetadata(), now)
                .field("Experiment UID", spec.experimentUid())
                .field("Result", spec.result())
                .field("Reason", spec.reason())
                .field("Message", spec.message())
                .field("Met", ExperimentDescription.breach(spec.breach()))
                .field("Mesh", spec.mesh())
                .field("Faulted Requests", spec.faultedRequests() == null ? "not known" : spec.faultedRequests())
                .field(
                        "Resumed",
                        Boolean.TRUE.equals(spec.resumed()) ? "readings before the restart are missing" : null)
                .list("Faults", faults(spec))
                .list("Targets", ObjectDescription.targets(spec.targets()))
                .list("Callers", ObjectDescription.origins(spec.origins()))
                .section("Times", times(spec, now))
                .section("Stop Latency", latency(spec.stopLatency()))
                .table("Failure Conditions", conditions(spec.conditions()))
                .section("Recovery", ObjectDescription.recovery(spec.recovery(), now));
    }

    private static List<String> faults(ReportSpec spec) {
        return IntStream.range(0, spec.faults().size())
                .mapToObj(i -> "%d: %s".formatted(i, FaultText.of(spec.faults().get(i))))
                .toList();
    }

    private static Description times(ReportSpec spec, Instant now) {
        return new Description()
                .field("Started", ObjectDescription.ago(spec.timeStarted(), now))
                .field("Faults On", ObjectDescription.ago(spec.timeInjected(), now))
                .field("Verdict", ObjectDescription.ago(spec.timeVerdict(), now))
                .field("Faults Off", ObjectDescription.ago(spec.timeRemoved(), now))
                .field("Finished", ObjectDescription.ago(spec.timeFinished(), now));
    }

    private static Description latency(StopLatency latency) {
        return latency == null
                ? new Description()
                : new Description()
                        .field("Reading", latency.reading())
                        .field("Decision", latency.decision())
                        .field("Write", latency.write())
                        .field("Confirmation", latency.confirmation())
                        .field("Clock Skew", latency.clockSkew());
    }

    private static Table conditions(List<ConditionRecord> conditions) {
        Table table =
                new Table("NAME", "THRESHOLD", "BEFORE", "DURING", "AFTER", "FAILED READINGS", "MET", "RECOVERED");
        conditions.forEach(each -> table.row(
                each.name(),
                each.operator() == null ? null : each.operator().symbol() + " " + each.threshold(),
                range(each.before()),
                range(each.during()),
                range(each.after()),
                failed(each.before()) + failed(each.during()) + failed(each.after()),
                each.timeMet(),
                each.timeRecovered()));
        return table;
    }

    /** Smallest to largest, and the mean. */
    private static String range(PhaseRecord phase) {
        if (phase == null || phase.min() == null) {
            return null;
        }
        return phase.min().equals(phase.max())
                ? phase.min()
                : "%s..%s, mean %s".formatted(phase.min(), phase.max(), phase.mean());
    }

    private static long failed(PhaseRecord phase) {
        return phase == null ? 0 : phase.failed();
    }
}
