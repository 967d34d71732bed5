package io.glooshot.mesh.istio;

import io.glooshot.api.Side;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.RequestMetrics;
import io.glooshot.mesh.RequestQuery;

/**
 * PromQL on Istio's standard metrics. A call that the caller's proxy aborts never reaches the service's, so only the
 * caller's (or the waypoint's) count sees it; a fault at the service is flagged in the service's own count only.
 *
 * @see <a href="https://istio.io/latest/docs/reference/config/metrics/">Istio Standard Metrics</a>
 */
final class IstioQueries {

    private static final RequestMetrics METRICS =
            new RequestMetrics("istio_requests_total", "istio_request_duration_milliseconds");

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
