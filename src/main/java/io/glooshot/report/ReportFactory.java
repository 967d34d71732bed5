package io.glooshot.report;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.glooshot.api.Breach;
import io.glooshot.api.Recovery;
import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec;
import io.glooshot.experiment.Brief;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Outcome;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Turns the outcome of a run into a Report. */
public final class ReportFactory {

    /** Some quote what others wrote. */
    private static final int LONGEST_MESSAGE = 4 << 10;

    private ReportFactory() {}

    static Report report(Outcome outcome) {
        boolean isWatching = outcome.recovery().filter(Recovery::stillWatching).isPresent();
        Report report = new Report();
        report.setMetadata(new ObjectMetaBuilder()
                .withNamespace(outcome.plan().namespace())
                .withName(outcome.plan().name())
                .withLabels(isWatching ? RecoveryLabel.WATCHING : null)
                .build());
        report.setSpec(spec(outcome));
        return report;
    }

    static ReportSpec spec(Outcome outcome) {
        return new ReportSpec(
                outcome.plan().uid(),
                outcome.plan().mesh() == null ? null : outcome.plan().mesh().name(),
                outcome.state().result(),
                outcome.state().reason(),
                Brief.text(outcome.state().message(), LONGEST_MESSAGE),
                breach(outcome.verdict()),
                outcome.rules(),
                Targets.of(outcome.plan()),
                Targets.origins(outcome.plan()),
                time(outcome.startedAt()),
                time(outcome.injectedAt()),
                time(outcome.verdictAt()),
                time(outcome.removedAt()),
                text(outcome.state().at()),
                outcome.plan().isControl() ? null : StopLatencies.record(outcome.stopLatency()),
                outcome.recovery().orElse(null),
                outcome.faultedRequests().isPresent()
                        ? outcome.faultedRequests().getAsLong()
                        : null,
                outcome.resumed() ? true : null,
                outcome.history().tracks().stream().map(ConditionRecords::of).toList());
    }

    /** The reading that a verdict rests on; null when it rests on none. */
    public static Breach breach(Verdict verdict) {
        if (!(verdict instanceof Verdict.Breached breached)) {
            return null;
        }
        Measurement measurement = breached.measurement();
        Check check = measurement.check();
        var read = (Reading.Value) measurement.reading();
        return new Breach(
                check.name(),
                Numbers.text(read.value()),
                check.operator(),
                Numbers.text(check.threshold()),
                ConditionRecords.signal(check),
                read.labels(),
                text(measurement.at().time()));
    }

    /** To the millisecond: finer than what is told, and as Prometheus has it. */
    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String time(Optional<Instant> time) {
        return time.map(ReportFactory::text).orElse(null);
    }
}
