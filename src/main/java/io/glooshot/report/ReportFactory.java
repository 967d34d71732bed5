package io.glooshot.report;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.glooshot.api.Abort;
import io.glooshot.api.Breach;
import io.glooshot.api.Delay;
import io.glooshot.api.DestinationRef;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.HeaderMatch;
import io.glooshot.api.OriginRef;
import io.glooshot.api.PathMatch;
import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.ReadingRecord;
import io.glooshot.api.RequestMatch;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.Outcome;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Tally;
import io.glooshot.experiment.TextMatch;
import io.glooshot.experiment.Track;
import io.glooshot.experiment.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

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
                outcome.plan().faults().stream().map(ReportFactory::rule).toList(),
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

    private static FaultRule rule(PlannedFault fault) {
        return new FaultRule(
                fault.origins().stream()
                        .sorted(Comparator.comparing(Origin::service))
                        .map(origin -> new OriginRef(
                                origin.service().name(), origin.service().namespace(), origin.workloadLabels()))
                        .toList(),
                null,
                List.of(new DestinationRef(
                        fault.destination().service().name(),
                        fault.destination().service().namespace(),
                        fault.destination().port(),
                        fault.workloadLabels())),
                null,
                fault.match().equals(CallMatch.ALL) ? null : match(fault.match()),
                fault.side(),
                fault(fault));
    }

    private static RequestMatch match(CallMatch match) {
        return new RequestMatch(
                match.headers().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(header -> header(header.getKey(), header.getValue()))
                        .toList(),
                match.path()
                        .map(path -> new PathMatch(exact(path), prefix(path), regex(path)))
                        .orElse(null),
                match.method().orElse(null));
    }

    private static HeaderMatch header(String name, TextMatch match) {
        return new HeaderMatch(
                name, exact(match), prefix(match), regex(match), match instanceof TextMatch.Present ? true : null);
    }

    private static String exact(TextMatch match) {
        return match instanceof TextMatch.Exact exact ? exact.value() : null;
    }

    private static String prefix(TextMatch match) {
        return match instanceof TextMatch.Prefix prefix ? prefix.value() : null;
    }

    private static String regex(TextMatch match) {
        return match instanceof TextMatch.Regex regex ? regex.value() : null;
    }

    /** One share of the calls where abort and delay have the same; else each has its own. */
    private static Fault fault(PlannedFault fault) {
        List<Double> shares = Stream.concat(
                        fault.abort().map(PlannedAbort::percent).stream(),
                        fault.delay().map(PlannedDelay::percent).stream())
                .distinct()
                .toList();
        Double common = shares.size() == 1 ? shares.get(0) : null;
        return new Fault(
                fault.abort().map(abort -> abort(abort, common)).orElse(null),
                fault.delay().map(delay -> delay(delay, common)).orElse(null),
                common);
    }

    private static Abort abort(PlannedAbort abort, Double common) {
        Double own = common == null ? abort.percent() : null;
        return abort instanceof PlannedAbort.Grpc grpc
                ? new Abort(null, grpc.status(), own)
                : new Abort(((PlannedAbort.Http) abort).status(), null, own);
    }

    private static Delay delay(PlannedDelay delay, Double common) {
        return new Delay(delay.duration().toMillis() + "ms", common == null ? delay.percent() : null);
    }

    private static ConditionRecord condition(Track track) {
        Check check = track.check();
        Tally tally = track.readings().tally();
        return new ConditionRecord(
                check.name(),
                check.signal().text(),
                check.operator(),
                Numbers.text(check.threshold()),
                tally.values(),
                tally.noData(),
                tally.failed(),
                text(track.readings().min()),
                text(track.readings().max()),
                track.readings().points().stream().map(ReportFactory::reading).toList());
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
