package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.PlannedFault;
import io.glooshot.experiment.ServiceId;
import java.time.Duration;
import java.util.stream.Collectors;

/** PromQL on what the proxies' stats access logger counts: unlike upstream counters, it sees aborted requests too. */
final class EnvoyQueries {

    static final String COUNTER = "envoy_glooshot_requests_total";

    /** Flags come alone or as a list: {@code FI}, {@code DI,FI}, {@code DI,UF}. */
    private static final String FAULTED = "response_flags=~\"(.+,)?(DI|FI)(,.+)?\"";

    private static final String SERVER_ERROR = "response_code=~\"5..\"";
    private static final Duration FRESH = Duration.ofSeconds(30);

    /** Proof is taken once, not watched, so it need not be younger than the longest usual scrape interval allows. */
    private static final Duration FRESH_PROOF = Duration.ofMinutes(2);

    private EnvoyQueries() {}

    static String successRate(ServiceId service, Integer port, Duration window) {
        String all = serviceLabels(service, port);
        String requests = "sum(" + rate(all, "", window) + ")";
        String errors = "sum(" + rate(all, "," + SERVER_ERROR, window) + ")";
        return "(%1$s - (%2$s or 0 * %1$s)) / (%1$s > 0)".formatted(requests, errors);
    }

    static String faultedRequests(Plan plan) {
        String faulted = plan.faults().stream()
                .map(fault -> fresh(labels(fault) + "," + FAULTED, FRESH_PROOF))
                .collect(Collectors.joining(" or "));
        String all = plan.destinations().stream()
                .map(destination -> fresh(destinationLabels(destination), FRESH_PROOF))
                .collect(Collectors.joining(" or "));
        return "sum(%s) or 0 * sum(%s)".formatted(faulted, all);
    }

    /**
     * Requests per second and series. A series that appeared within the window on a proxy that was known before, as the
     * first error's does, counts in full: a rate would never see its first value. A rate also goes on over the last
     * samples of a proxy that is gone, so only those whose latest sample is fresh count.
     */
    private static String rate(String all, String which, Duration window) {
        return ("((%1$s unless %1$s offset %3$s) / %4$s and on (instance) %2$s offset %3$s or rate(%1$s[%3$s]))"
                        + " and timestamp(%1$s) > time() - %5$s")
                .formatted(
                        COUNTER + "{" + all + which + "}",
                        COUNTER + "{" + all + "}",
                        window.toMillis() + "ms",
                        seconds(window),
                        seconds(window.compareTo(FRESH) < 0 ? window : FRESH));
    }

    private static String fresh(String labels, Duration age) {
        String counter = COUNTER + "{" + labels + "}";
        return "(%1$s and timestamp(%1$s) > time() - %2$s)".formatted(counter, seconds(age));
    }

    private static String seconds(Duration duration) {
        return Double.toString(duration.toMillis() / 1000.0);
    }

    private static String labels(PlannedFault fault) {
        String origins = fault.origins().stream()
                .sorted()
                .map(ServiceId::toString)
                .map(origin -> origin.replace(".", "\\\\."))
                .collect(Collectors.joining("|"));
        return destinationLabels(fault.destination()) + (origins.isEmpty() ? "" : ",source=~\"" + origins + "\"");
    }

    private static String destinationLabels(Destination destination) {
        return serviceLabels(destination.service(), destination.port());
    }

    private static String serviceLabels(ServiceId service, Integer port) {
        String labels = "destination_service=\"%s\",destination_namespace=\"%s\""
                .formatted(service.name(), service.namespace());
        return port == null ? labels : labels + ",destination_port=\"%d\"".formatted(port);
    }
}
