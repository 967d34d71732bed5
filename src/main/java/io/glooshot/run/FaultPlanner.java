package io.glooshot.run;

import io.glooshot.api.Abort;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.HeaderMatch;
import io.glooshot.api.RequestMatch;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.PlannedAbort;
import io.glooshot.experiment.PlannedDelay;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.TextMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns the faults of an experiment into those of a plan. Needs no cluster, so what is stored always gives the same. */
final class FaultPlanner {

    private FaultPlanner() {}

    /**
     * @param targets of all faults, as found now or stored at the start
     * @param origins likewise
     * @throws IllegalStateException when none of the callers is known that a rule is limited to: to a mesh, none means all
     */
    static List<PlannedFault> plan(List<FaultRule> rules, List<Target> targets, List<Source> origins) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).hasOrigins() && callers(origins, i).isEmpty()) {
                throw new IllegalStateException(
                        "the callers that spec.faults[%d] is limited to are not known".formatted(i));
            }
        }
        return toBeRemoved(rules, targets, origins);
    }

    /** The same for faults that only come off, whatever is not known of them. */
    static List<PlannedFault> toBeRemoved(List<FaultRule> rules, List<Target> targets, List<Source> origins) {
        List<PlannedFault> faults = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            int index = i;
            FaultRule rule = rules.get(i);
            Set<Origin> callers = callers(origins, index);
            targets.stream()
                    .filter(target -> target.fault() == index)
                    .map(target -> fault(rule, target, callers))
                    .forEach(faults::add);
        }
        return faults;
    }

    private static Set<Origin> callers(List<Source> origins, int fault) {
        return origins.stream()
                .filter(origin -> origin.fault() == fault)
                .map(origin -> new Origin(new ServiceId(origin.namespace(), origin.name()), origin.workloadLabels()))
                .collect(Collectors.toSet());
    }

    /** @throws AbortException when two faults could hit the same call: which of them would then be the mesh's choice */
    static void refuseOverlaps(List<PlannedFault> faults) {
        for (int i = 0; i < faults.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (faults.get(i).overlaps(faults.get(j))) {
                    throw overlapping(faults.get(j), faults.get(i));
                }
            }
        }
    }

    private static AbortException overlapping(PlannedFault one, PlannedFault other) {
        return new AbortException(
                "OverlappingFaults",
                one.index() == other.index()
                        ? "spec.faults[%d] hits %s by different workloadLabels; it has to be there once."
                                .formatted(one.index(), one.destination())
                        : "spec.faults[%d] and [%d] hit the same calls to %s; write one fault with both abort and delay."
                                .formatted(one.index(), other.index(), one.destination()));
    }

    private static PlannedFault fault(FaultRule rule, Target target, Set<Origin> origins) {
        Fault fault = rule.fault();
        return new PlannedFault(
                target.fault(),
                origins,
                new Destination(new ServiceId(target.namespace(), target.name()), target.port()),
                target.workloadLabels(),
                rule.match() == null ? CallMatch.ALL : match(rule.match()),
                target.side() == null ? Side.Client : target.side(),
                Optional.ofNullable(fault.abort()).map(abort -> abort(abort, fault.abortPercent())),
                Optional.ofNullable(fault.delay())
                        .map(delay -> new PlannedDelay(Durations.parse(delay.duration()), fault.delayPercent())));
    }

    private static PlannedAbort abort(Abort abort, double percent) {
        return abort.grpcStatus() == null
                ? new PlannedAbort.Http(abort.httpStatus(), percent)
                : new PlannedAbort.Grpc(abort.grpcStatus(), percent);
    }

    private static CallMatch match(RequestMatch match) {
        Map<String, TextMatch> headers = match.headers().stream()
                .collect(Collectors.toMap(
                        HeaderMatch::name, header -> text(header.exact(), header.prefix(), header.regex())));
        return new CallMatch(
                headers,
                Optional.ofNullable(match.path()).map(path -> text(path.exact(), path.prefix(), path.regex())),
                Optional.ofNullable(match.method()));
    }

    private static TextMatch text(String exact, String prefix, String regex) {
        if (exact != null) {
            return new TextMatch.Exact(exact);
        }
        if (prefix != null) {
            return new TextMatch.Prefix(prefix);
        }
        return regex != null ? new TextMatch.Regex(regex) : new TextMatch.Present();
    }
}
