package io.glooshot.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Numbers;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.Reading;
import io.glooshot.run.Forecast;
import io.glooshot.run.HitCaller;
import io.glooshot.run.Objection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code plan} says of one experiment, in the form that programs read. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlannedExperiment(
        String namespace,
        String name,
        String mesh,
        Start start,
        List<Objection> objections,
        List<String> warnings,
        List<HitCaller> callers,
        List<Condition> conditions,
        List<Change> changes) {

    /** Whether it would start now. */
    enum Start {
        Yes,
        No,
        Unknown
    }

    /** A failure condition, read just now. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Condition(
            String name, String signal, String operator, double threshold, String value, String trouble, boolean met) {

        static Condition of(Measurement measurement) {
            Optional<Reading.Value> value =
                    measurement.reading() instanceof Reading.Value read ? Optional.of(read) : Optional.empty();
            return new Condition(
                    measurement.check().name(),
                    measurement.check().signal().text(),
                    measurement.check().operator().symbol(),
                    measurement.check().threshold(),
                    value.map(read -> Numbers.text(read.value())).orElse(null),
                    value.isPresent() ? null : measurement.reading().trouble(),
                    measurement.isBreach());
        }
    }

    /** Something in the mesh that would be written. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(String object, String before, String after) {}

    /**
     * @param others what speaks against it beside the forecast, told first
     * @param notes what else the user should know, told first
     */
    static PlannedExperiment of(
            String namespace, String name, Forecast forecast, List<Objection> others, List<String> notes) {
        List<Objection> objections = new ArrayList<>(others);
        objections.addAll(forecast.objections());
        List<String> warnings = new ArrayList<>(notes);
        warnings.addAll(forecast.warnings());
        return new PlannedExperiment(
                namespace,
                name,
                forecast.plan().map(Plan::mesh).map(mesh -> mesh.name()).orElse(null),
                start(objections),
                objections,
                warnings,
                forecast.callers(),
                forecast.readings().stream().map(Condition::of).toList(),
                forecast.changes().stream()
                        .map(change ->
                                new Change(change.object(), change.before().orElse(null), change.after()))
                        .toList());
    }

    private static Start start(List<Objection> objections) {
        if (objections.isEmpty()) {
            return Start.Yes;
        }
        return objections.stream().anyMatch(Objection::isSure) ? Start.No : Start.Unknown;
    }
}
