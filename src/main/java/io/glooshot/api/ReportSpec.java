package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.ExperimentStatus.Target;
import java.util.List;

/** The record of one run, written once by the controller. Times are RFC 3339 in UTC. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReportSpec(
        @JsonPropertyDescription("UID of the Experiment that this reports on.")
        String experimentUid,

        @JsonPropertyDescription("The Mesh that the faults went through.")
        String mesh,

        @JsonPropertyDescription("Succeeded, Failed or Aborted.")
        State result,

        @JsonPropertyDescription("Why, in one CamelCase word.")
        String reason,

        @JsonPropertyDescription("The same in a sentence.") String message,

        @JsonPropertyDescription("The failure condition that was met, when the result is Failed.")
        Breach breach,

        @JsonPropertyDescription("The faults, as the Experiment had them.") @Size(max = 16)
        List<FaultRule> faults,

        @JsonPropertyDescription("The service ports whose calls were to be hit, as found at the start.")
        List<Target> targets,

        @JsonPropertyDescription(
                "The services whose calls were to be hit, as found at the start; none for a fault that hits the calls of all.")
        List<Source> origins,

        @JsonPropertyDescription("When the run started; faults can be on from then.")
        String timeStarted,

        @JsonPropertyDescription("When the mesh confirmed the faults to be on; absent when it never did.")
        String timeInjected,

        @JsonPropertyDescription("When the verdict was reached and removal began.")
        String timeVerdict,

        @JsonPropertyDescription("When the mesh confirmed the faults to be off.")
        String timeRemoved,

        @JsonPropertyDescription("When the run was over.") String timeFinished,

        @JsonPropertyDescription(
                "How many requests the mesh's own counters show as faulted; absent when they could not be read.")
        Long faultedRequests,

        @JsonPropertyDescription(
                "True when the controller was restarted during the run: readings made before are not in the record.")
        Boolean resumed,

        @JsonPropertyDescription("The readings of each failure condition.")
        List<ConditionRecord> conditions) {

    public ReportSpec {
        faults = faults == null ? List.of() : List.copyOf(faults);
        targets = targets == null ? List.of() : List.copyOf(targets);
        origins = origins == null ? List.of() : List.copyOf(origins);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** The readings of one failure condition. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ConditionRecord(
            @JsonPropertyDescription("The failure condition's name.")
            String name,

            @JsonPropertyDescription("What was asked: the query or the URL.")
            String signal,

            @JsonPropertyDescription("How a value is compared with the threshold.")
            ComparisonOperator operator,

            @JsonPropertyDescription("The threshold.") String threshold,

            @JsonPropertyDescription("True for a condition that could not end the experiment.")
            Boolean dryRun,

            @JsonPropertyDescription(
                    "When the condition was met, by as many readings in a row as its failureLimit; a dry run goes on all the same.")
            String timeMet,

            @JsonPropertyDescription("How many readings gave a value.") @JsonInclude
            long values,

            @JsonPropertyDescription("How many readings were empty.") @JsonInclude
            long noData,

            @JsonPropertyDescription("How many readings failed.") @JsonInclude
            long failed,

            @JsonPropertyDescription("The smallest value read.")
            String min,

            @JsonPropertyDescription("The largest value read.")
            String max,

            @JsonPropertyDescription(
                    "The readings in order of time, thinned when there are many: extremes and the breach are always kept.")
            List<ReadingRecord> readings) {}

    /** One reading. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReadingRecord(
            @JsonPropertyDescription("When it was read.") String time,

            @JsonPropertyDescription("The value, as text: NaN and Inf have no JSON number.")
            String value,

            @JsonPropertyDescription("Why there is no value.")
            String message) {}
}
