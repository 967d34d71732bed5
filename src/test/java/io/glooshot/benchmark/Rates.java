package io.glooshot.benchmark;

import java.time.Duration;

/**
 * What a world does in a second. Loads are in processors kept busy.
 *
 * @param queries as Prometheus counts them
 * @param polls as the controller counts them
 * @param missedTicks in all, not in a second
 * @param apiRequests all but watches, from whomever
 */
record Rates(
        double seconds,
        double queries,
        double polls,
        double missedTicks,
        double statusWrites,
        double apiRequests,
        double controllerLoad,
        double prometheusLoad,
        double apiServerLoad,
        double controllerMib,
        long controllerThreads) {

    private static final double KIB_PER_MIB = 1024;
    private static final String REQUESTS = "apiserver_request_total";

    static Rates between(Observation before, Observation after) {
        Duration window = Duration.ofNanos(after.nanos() - before.nanos());
        double seconds = window.toNanos() / 1e9;
        return new Rates(
                seconds,
                (queries(after) - queries(before)) / seconds,
                (polls(after) - polls(before)) / seconds,
                missed(after) - missed(before),
                (statusWrites(after) - statusWrites(before)) / seconds,
                (apiRequests(after) - apiRequests(before)) / seconds,
                after.controller().load(before.controller(), window),
                after.prometheus().load(before.prometheus(), window),
                after.apiServer().load(before.apiServer(), window),
                after.controller().residentKib() / KIB_PER_MIB,
                after.controller().threads());
    }

    private static double queries(Observation seen) {
        return seen.prometheusCounters().sum("prometheus_http_requests_total", "handler=\"/api/v1/query\"");
    }

    private static double polls(Observation seen) {
        return seen.controllerCounters().sum("glooshot_polls_total");
    }

    private static double missed(Observation seen) {
        return seen.controllerCounters().sum("glooshot_polls_missed_total");
    }

    private static double statusWrites(Observation seen) {
        return seen.apiServerCounters().sum(REQUESTS, "resource=\"experiments\"", "subresource=\"status\"");
    }

    private static double apiRequests(Observation seen) {
        return seen.apiServerCounters().sum(REQUESTS) - seen.apiServerCounters().sum(REQUESTS, "verb=\"WATCH\"");
    }
}
