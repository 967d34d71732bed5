package io.glooshot.mesh;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * PromQL on series that count requests by their {@code response_code} and Envoy's {@code response_flags}.
 *
 * @param counter of requests
 * @param histogram of their duration in milliseconds, without {@code _bucket}
 */
public record RequestMetrics(String counter, String histogram) {

    /** Flags come alone or as a list: {@code FI}, {@code DI,FI}, {@code DI,UF}. */
    private static final String FLAGS = "\"(.+,)?(DI|FI)(,.+)?\"";

    private static final String SERVER_ERROR = "response_code=~\"5..\"";
    /** Proof is taken once, not watched, so it need not be younger than the longest usual scrape interval allows. */
    private static final Duration FRESH_PROOF = Duration.ofMinutes(2);

    /** Has two samples even where they are scraped once a minute. */
    private static final Duration RATE_WINDOW = Duration.ofMinutes(2);

    /** The share of requests that are not answered with 5xx, 0 to 1; empty while there are none. */
    public String successRate(String labels, RequestQuery query) {
        String all = labels + (query.excludeInjected() ? ",response_flags!~" + FLAGS : "");
        String requests = "sum(" + rate(all, "", query) + ")";
        String errors = "sum(" + rate(all, "," + SERVER_ERROR, query) + ")";
        return "(%1$s - (%2$s or 0 * %1$s)) / (%1$s > 0)".formatted(requests, errors);
    }

    /** A quantile of the duration of requests, in seconds; empty or NaN while there are none. */
    public String latency(String labels, RequestQuery query, double quantile) {
        String all = labels + (query.excludeInjected() ? ",response_flags!~" + FLAGS : "");
        String buckets = "%s_bucket{%s}".formatted(histogram, all);
        return "histogram_quantile(%s, sum by (le) (rate(%s[%dms]) and timestamp(%s) > time() - %s)) / 1000"
                .formatted(quantile, buckets, query.window().toMillis(), buckets, seconds(maxAge(query)));
    }

    /** Requests per second by the values of some labels, as far as there are any. */
    public String rates(String labels, List<String> by) {
        return "sum by (%s) (rate(%s{%s}[%dms])) > 0"
                .formatted(String.join(", ", by), counter, labels, RATE_WINDOW.toMillis());
    }

    /**
     * The share of requests that were faulted in the last minute, 0 to 1; empty while there are no requests.
     *
     * @param labels of the requests that a fault is for, one entry a fault
     */
    public String faultedShare(List<String> labels) {
        String all = labels.stream().map(this::lastMinute).collect(Collectors.joining(" or "));
        String hit = labels.stream()
                .map(each -> lastMinute(each + ",response_flags=~" + FLAGS))
                .collect(Collectors.joining(" or "));
        return "(sum(%1$s) or 0 * sum(%2$s)) / (sum(%2$s) > 0)".formatted(hit, all);
    }

    private String lastMinute(String labels) {
        return "rate(%s{%s}[1m])".formatted(counter, labels);
    }

    /**
     * How many requests were faulted since the counters began: empty when the counters cannot be read.
     *
     * @param faulted labels of the requests that a fault is for, one entry a fault
     * @param all labels of what has to be there for the counters to count as readable, one entry a destination
     */
    public String faultedRequests(List<String> faulted, List<String> all) {
        String hit = faulted.stream()
                .map(labels -> fresh(labels + ",response_flags=~" + FLAGS))
                .collect(Collectors.joining(" or "));
        return "sum(%s) or 0 * sum(%s)"
                .formatted(hit, all.stream().map(this::fresh).collect(Collectors.joining(" or ")));
    }

    /**
     * Requests per second and series. A series that appeared within the window on a proxy that was known before, as the
     * first error's does, counts in full: a rate would never see its first value. A rate also goes on over the last
     * samples of a proxy that is gone, so only those whose latest sample is fresh count.
     */
    private String rate(String all, String which, RequestQuery query) {
        Duration window = query.window();
        return ("((%1$s unless %1$s offset %3$s) / %4$s and on (instance) %2$s offset %3$s or rate(%1$s[%3$s]))"
                        + " and timestamp(%1$s) > time() - %5$s")
                .formatted(
                        counter + "{" + all + which + "}",
                        counter + "{" + all + "}",
                        window.toMillis() + "ms",
                        seconds(window),
                        seconds(maxAge(query)));
    }

    private String fresh(String labels) {
        return "(%1$s and timestamp(%1$s) > time() - %2$s)"
                .formatted(counter + "{" + labels + "}", seconds(FRESH_PROOF));
    }

    /** No rate rests on samples older than its window. */
    private static Duration maxAge(RequestQuery query) {
        return query.window().compareTo(query.maxAge()) < 0 ? query.window() : query.maxAge();
    }

    private static String seconds(Duration duration) {
        return Double.toString(duration.toMillis() / 1000.0);
    }
}
