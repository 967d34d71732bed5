package io.glooshot.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Side;
import io.glooshot.docs.DocTable;
import io.glooshot.experiment.ServiceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/conditions.md on which requests count is this test's cases. */
class RequestMetricsTest {

    private static final RequestMetrics METRICS = new RequestMetrics("requests", "duration");

    @ParameterizedTest
    @MethodSource("rows")
    void countsRequestsAsDocumented(List<String> row) {
        assertThat(counts(row.get(0), row.get(1), true)).isEqualTo(row.get(2));
        assertThat(counts(row.get(0), row.get(1), false)).isEqualTo(row.get(3));
    }

    @Test
    void leavesTheSameRequestsOutOfTheLatency() {
        assertThat(excluded(METRICS.latency("x=\"y\"", query(true), 0.5)))
                .isEqualTo(excluded(METRICS.successRate("x=\"y\"", query(true))));
        assertThat(METRICS.latency("x=\"y\"", query(false), 0.5)).doesNotContain("response_flags");
    }

    static Stream<List<String>> rows() throws IOException {
        return DocTable.under("### Which requests count", 10);
    }

    private static String counts(String flags, String status, boolean excludeInjected) {
        String text = METRICS.successRate("x=\"y\"", query(excludeInjected));
        if (excludeInjected && flags.matches(excluded(text))) {
            return "not";
        }
        return status.matches(only("response_code=~\"([^\"]*)\"", text)) ? "as a failure" : "as a success";
    }

    private static String excluded(String query) {
        return only("response_flags!~\"([^\"]*)\"", query);
    }

    /** What stands everywhere in a query in the same place. */
    private static String only(String pattern, String query) {
        Matcher matcher = Pattern.compile(pattern).matcher(query);
        List<String> found =
                matcher.results().map(match -> match.group(1)).distinct().toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static RequestQuery query(boolean excludeInjected) {
        return new RequestQuery(
                new ServiceId("books", "reviews"),
                null,
                Duration.ofMinutes(1),
                excludeInjected,
                Side.Client,
                Duration.ofSeconds(30));
    }
}
