package io.glooshot.mesh.istio;

import io.glooshot.api.Side;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.PromqlString;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.FaultedCalls;
import io.glooshot.mesh.RequestMetrics;
import io.glooshot.mesh.RequestQuery;
import io.glooshot.mesh.istio.route.Caller;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * PromQL on Istio's standard metrics. A call that the caller's proxy aborts never reaches the service's, so only the
 * caller's (or the waypoint's) count sees it; a fault at the service is flagged in the service's own count only.
 *
 * @see <a href="https://istio.io/latest/docs/reference/config/metrics/">Istio Standard Metrics</a>
 */
final class IstioQueries {

    private static final RequestMetrics METRICS =
            new RequestMetrics("istio_requests_total", "istio_request_duration_milliseconds");

    /** Labels of a workload, and of the metrics that tell them. */
    private static final Map<String, String> IN_METRICS = Map.of("app", "source_app", "version", "source_version");

    private IstioQueries() {}

    static String successRate(RequestQuery requests) {
        return METRICS.successRate(labels(requests.service(), requests.side()), requests);
    }

    static String latency(RequestQuery requests, double quantile) {
        return METRICS.latency(labels(requests.service(), requests.side()), requests, quantile);
    }

    static String faultedRequests(Plan plan) {
        var labels = plan.faults().stream().map(IstioQueries::labels).distinct().toList();
        return METRICS.faultedRequests(labels, labels);
    }

    /**
     * The caller's workload is known at its own proxy; a proxy of the service that is called learns it from the caller's.
     *
     * @param callers those that are hit; empty for all. They are told by their namespace and by the labels that Istio's
     *     metrics have of a workload's
     */
    static FaultedCalls calls(PlannedFault fault, List<Caller> callers) {
        List<String> by = List.of("source_workload", "source_workload_namespace");
        List<String> selections = callers.isEmpty()
                ? List.of("")
                : callers.stream().map(IstioQueries::labels).distinct().toList();
        String query = selections.stream()
                .map(selection -> METRICS.rates(labels(fault) + selection, by))
                .collect(Collectors.joining(" or "));
        return new FaultedCalls(
                fault,
                query,
                by,
                fault.workloadLabels().isEmpty()
                        && callers.stream()
                                .allMatch(caller -> IN_METRICS
                                        .keySet()
                                        .containsAll(caller.labels().keySet())));
    }

    private static String labels(Caller caller) {
        StringBuilder labels = new StringBuilder(",source_workload_namespace=\"%s\"".formatted(caller.namespace()));
        new TreeMap<>(caller.labels()).forEach((label, value) -> {
            if (IN_METRICS.containsKey(label)) {
                labels.append(",%s=%s".formatted(IN_METRICS.get(label), PromqlString.quoted(value)));
            }
        });
        return labels.toString();
    }

    static String faultedShare(Plan plan) {
        return METRICS.faultedShare(
                plan.faults().stream().map(IstioQueries::labels).distinct().toList());
    }

    private static String labels(PlannedFault fault) {
        return labels(fault.destination().service(), fault.side());
    }

    /** Istio's metrics know no ports. */
    private static String labels(ServiceId service, Side side) {
        return "reporter%s,destination_service_name=\"%s\",destination_service_namespace=\"%s\""
                .formatted(
                        side == Side.Server ? "=\"destination\"" : "=~\"source|waypoint\"",
                        service.name(),
                        service.namespace());
    }
}
