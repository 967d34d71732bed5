package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.NoData;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Signal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That an alert does not fire is believed of a server that looks, and of no other. */
@Timeout(60)
class AlertSourceTest {

    private static final String JSON = "application/json";
    private static final Vertx VERTX = Vertx.vertx();
    private static final Signal.Alert ALERT = new Signal.Alert(
            "Too \"slow\"", Map.of("team", "a\\b", "pod", "x"), Duration.ofSeconds(30), Optional.empty());

    private static final String NOT_FIRING = "{\"metric\":{},\"value\":[1000,\"1000\"]}";
    private static final String HEALTHY =
            "{\"type\":\"alerting\",\"name\":\"Too \\\"slow\\\"\",\"health\":\"ok\",\"lastEvaluation\":\"1970-01-01T00:16:39Z\"}";

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void asksForTheAlertWithItsNameAndLabelsAsTextsAndForRulesOnlyWhereNoneFires() throws IOException {
        try (SocketServer server = server(NOT_FIRING, "200 OK", HEALTHY)) {
            assertThat(read(server)).isEqualTo(new Value(0));

            String query = URLDecoder.decode(server.requests().get(0), StandardCharsets.UTF_8);
            assertThat(query)
                    .contains(
                            "query=(ALERTS{alertname=\"Too \\\"slow\\\"\",alertstate=\"firing\",pod=\"x\",team=\"a\\\\b\"}"
                                    + " and timestamp(ALERTS{");
            assertThat(server.requests().get(1))
                    .startsWith("GET /api/v1/rules?type=alert&rule_name%5B%5D=Too+%22slow%22 HTTP/1.1\r\n");
        }
        try (SocketServer server =
                server("{\"metric\":{\"alertname\":\"x\"},\"value\":[1000,\"1\"]}", "200 OK", HEALTHY)) {
            assertThat(read(server)).isEqualTo(new Value(1, Map.of("alertname", "x")));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void takesNoServerAtItsWordThatShowsNoRules() throws IOException {
        try (SocketServer server = server(NOT_FIRING, "404 Not Found", HEALTHY)) {
            assertThat(read(server)).isEqualTo(new Failed("Prometheus answered with HTTP 404."));
        }
        try (SocketServer server = server(NOT_FIRING, "200 OK", "")) {
            assertThat(read(server))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.message()).contains("no alerting rule", "alert's name"));
        }
        try (SocketServer server = server(NOT_FIRING, "200 OK", "{")) {
            assertThat(read(server)).isEqualTo(new Failed("Prometheus sent malformed JSON."));
        }
    }

    @Test
    void tellsARuleThatIsNoLongerEvaluatedFromOneThatIs() throws IOException {
        try (SocketServer server = server(NOT_FIRING, "200 OK", HEALTHY.replace("16:39", "15:00"))) {
            assertThat(read(server))
                    .isInstanceOfSatisfying(
                            NoData.class,
                            none -> assertThat(none.message())
                                    .isEqualTo("The last evaluation of the alerting rule Too \"slow\" is 1m40s old,"
                                            + " older than maxBlind (30s)."));
        }
    }

    @Test
    void failsWithoutAnAnswerToEither() throws IOException {
        try (SocketServer server = SocketServer.answering("503 Service Unavailable", JSON, "{}")) {
            assertThat(read(server)).isEqualTo(new Failed("Prometheus answered with HTTP 503."));
        }
        try (SocketServer server = server("", "200 OK", HEALTHY)) {
            assertThat(read(server)).isEqualTo(new Failed("Prometheus does not tell its time."));
        }
    }

    private static SocketServer server(String series, String status, String rules) throws IOException {
        SocketServer[] server = new SocketServer[1];
        server[0] = new SocketServer(client -> {
            boolean isQuery =
                    server[0].requests().get(server[0].requests().size() - 1).startsWith("POST");
            client.getOutputStream()
                    .write(
                            isQuery
                                    ? SocketServer.response(
                                            "200 OK",
                                            JSON,
                                            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}"
                                                    .formatted(series))
                                    : SocketServer.response(
                                            status,
                                            JSON,
                                            "{\"status\":\"success\",\"data\":{\"groups\":[{\"rules\":[%s]}]}}"
                                                    .formatted(rules)));
        });
        return server[0];
    }

    private static Reading read(SocketServer server) {
        MetricConfig config =
                TestConfig.of(Map.of("glooshot.prometheus.url", server.url(), "glooshot.prometheus.timeout", "10s"));
        return new AlertSource(TestPrometheus.source(VERTX, config, new SimpleMeterRegistry()))
                .read(ALERT)
                .await()
                .atMost(Duration.ofSeconds(15));
    }
}
