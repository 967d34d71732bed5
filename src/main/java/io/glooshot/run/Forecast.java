package io.glooshot.run;

import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.PlannedChange;
import java.util.List;
import java.util.Optional;

/**
 * What would become of an experiment that was created now.
 *
 * @param plan empty when it cannot even be planned
 * @param objections in the order in which a run would meet them; none when it would start
 * @param warnings what the user should know all the same
 * @param readings of the failure conditions, in their order; none without a plan
 * @param changes what would be written to the mesh, in order
 * @param callers who would be hit
 */
public record Forecast(
        Optional<Plan> plan,
        List<Objection> objections,
        List<String> warnings,
        List<Measurement> readings,
        List<PlannedChange> changes,
        List<HitCaller> callers) {

    public Forecast {
        objections = List.copyOf(objections);
        warnings = List.copyOf(warnings);
        readings = List.copyOf(readings);
        changes = List.copyOf(changes);
        callers = List.copyOf(callers);
    }
}
