package io.glooshot.report;

import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.Target;
import io.glooshot.experiment.Plan;
import java.util.Comparator;
import java.util.List;

/** Who is hit by whom, as a report and a status show it, and a successor goes on from it. */
public final class Targets {

    /** A set has no order, and a status that changes without need is a write without need. */
    private static final Comparator<Source> ORDER = Comparator.comparing(Source::fault)
            .thenComparing(Source::namespace)
            .thenComparing(Source::name)
            .thenComparing(source -> source.workloadLabels().toString());

    private Targets() {}

    public static List<Target> of(Plan plan) {
        return plan.faults().stream()
                .map(fault -> new Target(
                        fault.index(),
                        fault.destination().service().namespace(),
                        fault.destination().service().name(),
                        fault.destination().port(),
                        fault.workloadLabels(),
                        fault.side()))
                .toList();
    }

    public static List<Source> origins(Plan plan) {
        return plan.faults().stream()
                .flatMap(fault -> fault.origins().stream()
                        .map(origin -> new Source(
                                fault.index(),
                                origin.service().namespace(),
                                origin.service().name(),
                                origin.workloadLabels())))
                .distinct()
                .sorted(ORDER)
                .toList();
    }
}
