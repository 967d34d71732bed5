package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.glooshot.api.ExperimentStatus.Source;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.ExperimentStatus.Target;
import java.util.List;

/** The record of one run, written when it is over and once more when it is known whether the system has healed. Times are RFC 3339 in UTC. */
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

        @JsonPropertyDescription("How long it took from the breach, or the verdict, until the faults were off.")
        StopLatency stopLatency,

        @JsonPropertyDescription(
                "How the system did after the faults came off; absent when there were none, or no failure condition to tell.")
        Recovery recovery,

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

    /** How long each step from the breach to the end of the fault took. Steps that this process did not see are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StopLatency(
            @JsonPropertyDescription("When the breach was asked for.")
            String timeAsked,

            @JsonPropertyDescription("When Prometheus evaluated it, by its own clock.")
            String timeEvaluated,

            @JsonPropertyDescription("When the answer arrived.")
            String timeRead,

            @JsonPropertyDescription("When the verdict was reached.")
            String timeDecided,

            @JsonPropertyDescription("When the removal had left for the mesh.")
            String timeWritten,

            @JsonPropertyDescription("When the mesh had confirmed it.")
            String timeConfirmed,

            @JsonPropertyDescription(
                    "From the evaluation to the answer. Where the two clocks differ it is cut at what is possible.")
            String reading,

            @JsonPropertyDescription("From the answer to the verdict.")
            String decision,

            @JsonPropertyDescription("From the verdict to the removal written.")
            String write,

            @JsonPropertyDescription("From the removal written to the mesh's confirmation.")
            String confirmation,

            @JsonPropertyDescription(
                    "By how much at least the clock of Prometheus is ahead of the controller's, behind when negative. Left out while they agree.")
            String clockSkew) {}

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

            @JsonPropertyDescription("What was read before anything was touched.")
            PhaseRecord before,

            @JsonPropertyDescription("What was read from the start until the faults came off.")
            PhaseRecord during,

            @JsonPropertyDescription("What was read after the faults came off, until the end of the recovery.")
            PhaseRecord after,

            @JsonPropertyDescription("When this condition was healthy again after the faults came off.")
            String timeRecovered) {

        /** The same with what was read after the faults. */
        public ConditionRecord recovered(PhaseRecord read, String at) {
            return new ConditionRecord(name, signal, operator, threshold, dryRun, timeMet, before, during, read, at);
        }
    }

    /** What was read in one part of the run. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PhaseRecord(
            @JsonPropertyDescription("How many readings gave a value.") @JsonInclude
            long values,

            @JsonPropertyDescription("How many readings were empty.") @JsonInclude
            long noData,

            @JsonPropertyDescription("How many readings failed.") @JsonInclude
            long failed,

            @JsonPropertyDescription("The smallest value read.")
            String min,

            @JsonPropertyDescription("The mean of the values read.")
            String mean,

            @JsonPropertyDescription("The largest value read.")
            String max,

            @JsonPropertyDescription(
                    "The readings in order of time, thinned when there are many: the first, the last, the extremes and the first breach are always kept.")
            List<ReadingRecord> readings) {

        public PhaseRecord {
            readings = readings == null ? List.of() : List.copyOf(readings);
        }
    }

    /** One reading. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReadingRecord(
            @JsonPropertyDescription("When it was asked for.")
            String time,

            @JsonPropertyDescription("Value, NoData or Failed.")
            String outcome,

            @JsonPropertyDescription("The value, as text: NaN and Inf have no JSON number.")
            String value,

            @JsonPropertyDescription("Why there is no value.")
            String message,

            @JsonPropertyDescription("True when the reading met the failure condition.")
            Boolean met) {}

    /** The same with what became of the system after the faults. */
    public ReportSpec recovered(Recovery now, List<ConditionRecord> read, Long faulted, boolean byAnother) {
        return new ReportSpec(
                experimentUid,
                mesh,
                result,
                reason,
                message,
                breach,
                faults,
                targets,
                origins,
                timeStarted,
                timeInjected,
                timeVerdict,
                timeRemoved,
                timeFinished,
                stopLatency,
                now,
                faulted == null ? faultedRequests : faulted,
                byAnother ? Boolean.TRUE : resumed,
                read);
    }
}
