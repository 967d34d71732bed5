package io.glooshot.mesh.istio;

import io.glooshot.experiment.Origin;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The namespaces that objects with faults of a plan can be in. */
final class Places {

    private Places() {}

    /** Of the services that are called, and of those that call. */
    static Set<String> of(Plan plan) {
        return plan.faults().stream().flatMap(Places::of).collect(Collectors.toSet());
    }

    /**
     * The same, and of whatever is known to hold faults.
     *
     * @param heldBy objects as {@link IstioKind#describe} words them
     */
    static Set<String> of(Plan plan, List<String> heldBy) {
        Stream<String> holding = heldBy.stream()
                .map(object -> object.substring(object.indexOf(' ') + 1))
                .map(name -> name.split("/", 2)[0]);
        return Stream.concat(of(plan).stream(), holding).collect(Collectors.toSet());
    }

    private static Stream<String> of(PlannedFault fault) {
        return Stream.concat(
                Stream.of(fault.destination().service().namespace()),
                fault.origins().stream().map(Origin::service).map(service -> service.namespace()));
    }
}
