package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.FaultedCalls;
import io.glooshot.mesh.RequestMetrics;
import io.glooshot.mesh.RequestQuery;
import java.util.List;
import java.util.stream.Collectors;

/** PromQL on what the proxies' stats access logger counts: unlike upstream counters, it sees aborted requests too. */
final class EnvoyQueries {

    private static final RequestMetrics METRICS =
            new RequestMetrics("envoy_glooshot_requests_total", "envoy_glooshot_request_duration_milliseconds");

    private EnvoyQueries() {}

    static String successRate(RequestQuery requests) {
        return METRICS.successRate(labels(requests.service(), requests.port()), requests);
    }

    static String latency(RequestQuery requests, double quantile) {
        return METRICS.latency(labels(requests.service(), requests.port()), requests, quantile);
    }

    static String faultedRequests(Plan plan) {
        return METRICS.faultedRequests(
                plan.faults().stream().map(EnvoyQueries::labels).toList(),
                plan.destinations().stream().map(EnvoyQueries::labels).toList());
    }

    /** Its proxies count by the service that they call for. */
    static FaultedCalls calls(PlannedFault fault) {
        List<String> caller = List.of("source");
        return new FaultedCalls(fault, METRICS.rates(labels(fault), caller), caller, true);
    }

    static String faultedShare(Plan plan) {
        return METRICS.faultedShare(
                plan.faults().stream().map(EnvoyQueries::labels).distinct().toList());
    }

    private static String labels(PlannedFault fault) {
        String origins = fault.originServices().stream()
                .sorted()
                .map(ServiceId::toString)
                .map(origin -> origin.replace(".", "\\\\."))
                .collect(Collectors.joining("|"));
        return labels(fault.destination()) + (origins.isEmpty() ? "" : ",source=~\"" + origins + "\"");
    }

    private static String labels(Destination destination) {
        return labels(destination.service(), destination.port());
    }

    private static String labels(ServiceId service, Integer port) {
        String labels = "destination_service=\"%s\",destination_namespace=\"%s\""
                .formatted(service.name(), service.namespace());
        return port == null ? labels : labels + ",destination_port=\"%d\"".formatted(port);
    }
}
