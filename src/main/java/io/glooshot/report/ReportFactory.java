package io.glooshot.report;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.glooshot.api.Breach;
import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.ReadingRecord;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Outcome;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Tally;
import io.glooshot.experiment.Track;
import io.glooshot.experiment.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** Turns the outcome of a run into a Report. */
public final class ReportFactory {

    private ReportFactory() {}

    static Report report(Outcome outcome) {
        Report report = new Report();
        report.setMetadata(new ObjectMetaBuilder()
                .withNamespace(outcome.plan().namespace())
                .withName(outcome.plan().name())
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
                outcome.state().message(),
                breach(outcome.verdict()),
                outcome.rules(),
                Targets.of(outcome.plan()),
                Targets.origins(outcome.plan()),
                time(outcome.startedAt()),
                time(outcome.injectedAt()),
                time(outcome.verdictAt()),
                time(outcome.removedAt()),
                outcome.state().at().toString(),
                outcome.faultedRequests().isPresent()
                        ? outcome.faultedRequests().getAsLong()
                        : null,
                outcome.resumed() ? true : null,
                outcome.history().tracks().stream()
                        .map(ReportFactory::condition)
                        .toList());
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
                check.signal().text(),
                read.labels(),
                measurement.at().time().toString());
    }

    private static ConditionRecord condition(Track track) {
        Check check = track.check();
        Tally tally = track.readings().tally();
        return new ConditionRecord(
                check.name(),
                check.signal().text(),
                check.operator(),
                Numbers.text(check.threshold()),
                check.terms().dryRun() ? true : null,
                track.breach().map(breach -> breach.at().time().toString()).orElse(null),
                tally.values(),
                tally.noData(),
                tally.failed(),
                text(track.readings().min()),
                text(track.readings().max()),
                track.points().stream().map(ReportFactory::reading).toList());
    }

    private static ReadingRecord reading(Measurement measurement) {
        String time = measurement.at().time().toString();
        return measurement.reading() instanceof Reading.Value read
                ? new ReadingRecord(time, Numbers.text(read.value()), null)
                : new ReadingRecord(time, null, measurement.reading().trouble());
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Numbers.text(value.getAsDouble()) : null;
    }

    private static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
