package io.glooshot.mesh;

import io.glooshot.experiment.PlannedFault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How the calls that a fault is for are found in the mesh's own metrics, before anything is injected.
 *
 * @param query PromQL for requests per second over the last minutes, a series for each caller
 * @param callerLabels labels of these series that name the caller, in the order of its name
 * @param callersAreKnown whether the query leaves out all callers that are not hit; where it does not, no more calls are hit
 *     than it counts
 */
public record FaultedCalls(PlannedFault fault, String query, List<String> callerLabels, boolean callersAreKnown) {

    public FaultedCalls {
        callerLabels = List.copyOf(callerLabels);
    }

    /** The caller that a series is of, such as {@code reviews-v1.bookinfo}. */
    public String caller(Map<String, String> labels) {
        String name = callerLabels.stream()
                .map(labels::get)
                .filter(Objects::nonNull)
                .filter(part -> !part.isEmpty() && !part.equals("unknown"))
                .collect(Collectors.joining("."));
        return name.isEmpty() ? "unknown" : name;
    }
}
