package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.glooshot.api.MeshSpec.MeshType;
import java.util.List;
import java.util.Map;

/** How far an Experiment is and what it found. Times are RFC 3339 in UTC. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExperimentStatus(
        @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Accepted: the plan can be run. Injected: the fault is on. FaultObserved: the mesh's own counters show faulted requests. Finished: the outcome is reached and the faults are off. Recovered: the system is healthy again.")
        List<Condition> conditions,

        @JsonPropertyDescription(
                "Pending, Started (faults may be on), Stopping (a verdict is there, faults may still be on), or the outcome: Succeeded, Failed (a failure condition was met), Aborted (stopped for any other reason).")
        State state,

        @JsonPropertyDescription("Why the experiment is in this state, in one CamelCase word.")
        String reason,

        @JsonPropertyDescription("The same in a sentence.") String message,

        @JsonPropertyDescription("The Mesh that the faults go through.")
        String mesh,

        @JsonPropertyDescription("The type of that Mesh.") MeshType meshType,

        @JsonPropertyDescription("The revision of that Mesh, where it names one.")
        String meshRevision,

        @JsonPropertyDescription("Where the metrics of that Mesh are read, where it says so itself.")
        String prometheusUrl,

        @JsonPropertyDescription("When the experiment was started; faults can be on from then.")
        String timeStarted,

        @JsonPropertyDescription("When the faults come off at the latest.")
        String deadline,

        @JsonPropertyDescription("When the outcome was reached; all faults are off.")
        String timeFinished,

        @JsonPropertyDescription(
                "What the mesh's counters of faulted requests showed before the faults; absent when they could not be read.")
        Long faultedBefore,

        @JsonPropertyDescription(
                "How the system does after the faults came off; absent before that, and when there is nothing to tell it by.")
        Recovery recovery,

        @JsonPropertyDescription("What ended the run; stored before the outcome, while the faults are taken off.")
        StoredVerdict verdict,

        @JsonPropertyDescription("The last reading of each failure condition.")
        List<LastReading> readings,

        @JsonPropertyDescription("The service ports whose calls are hit, as found at the start.")
        List<Target> targets,

        @JsonPropertyDescription(
                "The services whose calls are hit, as found at the start; none for a fault that hits the calls of all.")
        List<Source> origins,

        @JsonPropertyDescription("What the user should know of the side effects of the faults, found before the start.")
        List<String> warnings,

        @JsonPropertyDescription("The proxies or objects that hold the fault.")
        List<String> heldBy) {

    /** The states of a run; {@code Succeeded}, {@code Failed} and {@code Aborted} are final. */
    public enum State {
        Pending,
        Started,
        Stopping,
        Succeeded,
        Failed,
        Aborted;

        public boolean isFinal() {
            return this == Succeeded || this == Failed || this == Aborted;
        }
    }

    /**
     * A service port whose calls are hit.
     *
     * @param fault index in {@code spec.faults}
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Target(
            @JsonPropertyDescription("Index of the fault in spec.faults.") @JsonInclude
            int fault,

            @JsonPropertyDescription("Namespace of the Service.")
            String namespace,

            @JsonPropertyDescription("Name of the Service.") String name,

            @JsonPropertyDescription("Port number of the Service.")
            int port,

            @JsonPropertyDescription("Labels that narrow the workloads down.")
            Map<String, String> workloadLabels,

            @JsonPropertyDescription("Where the fault is injected.")
            Side side) {

        public Target {
            workloadLabels = workloadLabels == null ? Map.of() : Map.copyOf(workloadLabels);
        }
    }

    /**
     * A service whose calls are hit.
     *
     * @param fault index in {@code spec.faults}
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Source(
            @JsonPropertyDescription("Index of the fault in spec.faults.") @JsonInclude
            int fault,

            @JsonPropertyDescription("Namespace of the Service.")
            String namespace,

            @JsonPropertyDescription("Name of the Service.") String name,

            @JsonPropertyDescription("Labels that narrow the workloads down.")
            Map<String, String> workloadLabels) {

        public Source {
            workloadLabels = workloadLabels == null ? Map.of() : Map.copyOf(workloadLabels);
        }
    }

    /** The last reading of a failure condition. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastReading(
            @JsonPropertyDescription("The failure condition's name.")
            String name,

            @JsonPropertyDescription("Value, NoData or Failed.")
            String outcome,

            @JsonPropertyDescription("The value read, as text: NaN and Inf have no JSON number.")
            String value,

            @JsonPropertyDescription("Why there is no value.")
            String message,

            @JsonPropertyDescription("When it was read.") String time,

            @JsonPropertyDescription("When the last good reading was made.")
            String lastGood) {}

    /** The same with other readings. */
    public ExperimentStatus withReadings(List<LastReading> others) {
        return new ExperimentStatus(
                observedGeneration,
                conditions,
                state,
                reason,
                message,
                mesh,
                meshType,
                meshRevision,
                prometheusUrl,
                timeStarted,
                deadline,
                timeFinished,
                faultedBefore,
                recovery,
                verdict,
                others,
                targets,
                origins,
                warnings,
                heldBy);
    }

    /** The same with what became of the system after the faults. */
    public ExperimentStatus withRecovery(Recovery now, List<Condition> said) {
        return new ExperimentStatus(
                observedGeneration,
                said,
                state,
                reason,
                message,
                mesh,
                meshType,
                meshRevision,
                prometheusUrl,
                timeStarted,
                deadline,
                timeFinished,
                faultedBefore,
                now,
                verdict,
                readings,
                targets,
                origins,
                warnings,
                heldBy);
    }

    public ExperimentStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        readings = readings == null ? List.of() : List.copyOf(readings);
        targets = targets == null ? List.of() : List.copyOf(targets);
        origins = origins == null ? List.of() : List.copyOf(origins);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        heldBy = heldBy == null ? List.of() : List.copyOf(heldBy);
    }
}
