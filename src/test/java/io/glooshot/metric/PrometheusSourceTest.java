package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Reading.Vector;
import io.glooshot.experiment.Signal.Promql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each bad server gives a typed outcome in time, and never a number. */
@Timeout(20)
class PrometheusSourceTest {

    private static final String JSON = "application/json";
    private static final String ONE = """
            {"status":"success","data":{"resultType":"vector","result":[{"metric":{"app":"reviews"},"value":[1,"0.25"]}]}}""";
    private static final Vertx VERTX = Vertx.vertx();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void readsTheValueAndLabelsOfTheOneSeries() throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", JSON, ONE)) {
            assertThat(read(server.url() + "/prometheus/", "a{b=\"c&d\"} > 1"))
                    .isEqualTo(new Value(0.25, Map.of("app", "reviews")));

            assertThat(server.requests().get(0))
                    .startsWith("POST /prometheus/api/v1/query HTTP/1.1\r\n")
                    .endsWith("\r\n\r\nquery=a%7Bb%3D%22c%26d%22%7D+%3E+1&timeout=10000ms&lookback_delta=120000ms");
        }
    }

    @Test
    void judgesNoMoreSeriesThanItMay() throws IOException {
        String series = "{\"metric\":{},\"value\":[1,\"1\"]}";
        String all = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}";
        try (SocketServer most = SocketServer.answering("200 OK", JSON, all.formatted(times(500, series)));
                SocketServer more = SocketServer.answering("200 OK", JSON, all.formatted(times(501, series)))) {
            assertThat(read(most.url(), "up"))
                    .isInstanceOfSatisfying(
                            Vector.class, vector -> assertThat(vector.series()).hasSize(500));
            assertThat(read(more.url(), "up"))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.message()).contains("501 series", "at most 500", "sum()"));
        }
    }

    private static String times(int count, String text) {
        return String.join(",", Collections.nCopies(count, text));
    }

    void knowsWhenAValueWasEvaluatedByThePrometheusClock() throws IOException {
        String later = ONE.replace("[1,", "[1767225600.123,");
        try (SocketServer server = SocketServer.answering("200 OK", JSON, later)) {
            assertThat(((Value) read(server.url(), "up")).evaluated()).isEqualTo("2026-01-01T00:00:00.123Z");
        }
        for (String none : List.of("[\"x\",", "[1e300,", "[null,")) {
            try (SocketServer server = SocketServer.answering("200 OK", JSON, ONE.replace("[1,", none))) {
                assertThat(((Value) read(server.url(), "up")).evaluated()).isNull();
            }
        }
    }

    @Test
    void sendsTheUrlsUserAndNeverTellsIt() throws IOException {
        try (SocketServer server = SocketServer.answering("401 Unauthorized", "text/plain", "who?")) {
            Reading reading = read("http://me:s3cret@127.0.0.1:" + server.port(), "up");

            assertThat(reading).isEqualTo(new Failed("Prometheus answered with HTTP 401."));
            assertThat(server.requests().get(0)).contains("uthorization: Basic bWU6czNjcmV0\r\n");
        }
        assertThat(read("http://me:s3cret@127.0.0.1:" + closedPort(), "up").trouble())
                .doesNotContain("s3cret", "me:");
    }

    @Test
    void passesOnPrometheusOwnWordsForABadQuery() throws IOException {
        String error = """
                {"status":"error","errorType":"bad_data","error":"1:5: parse error: unexpected end of input"}""";
        try (SocketServer server = SocketServer.answering("400 Bad Request", JSON, error)) {
            assertThat(read(server.url(), "sum("))
                    .isEqualTo(new Failed("Prometheus refused the query, which has to be corrected (HTTP 400):"
                            + " 1:5: parse error: unexpected end of input"));
        }
    }

    @Test
    void cutsAnEndlessErrorMessage() throws IOException {
        String error = "{\"status\":\"error\",\"error\":\"%s\"}".formatted("x".repeat(100_000));
        try (SocketServer server = SocketServer.answering("500 Internal Server Error", JSON, error)) {
            assertThat(read(server.url(), "up").trouble()).hasSizeLessThan(300).endsWith("xxx…");
        }
    }

    @Test
    void failsOnAnErrorThatIsNotPrometheus() throws IOException {
        try (SocketServer server = SocketServer.answering("500 Oops", "text/html", "<html>")) {
            assertThat(read(server.url(), "up")).isEqualTo(new Failed("Prometheus answered with HTTP 500."));
        }
    }

    @Test
    void followsNoRedirect() throws IOException {
        try (SocketServer elsewhere = SocketServer.answering("200 OK", JSON, ONE);
                SocketServer server = new SocketServer(client -> client.getOutputStream()
                        .write("HTTP/1.1 302 Found\r\nLocation: %s/\r\nContent-Length: 0\r\n\r\n"
                                .formatted(elsewhere.url())
                                .getBytes(UTF_8)))) {
            assertThat(read(server.url(), "up")).isEqualTo(new Failed("Prometheus answered with HTTP 302."));
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void failsOnTruncatedJson() throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", JSON, ONE.substring(0, ONE.length() - 9))) {
            assertThat(read(server.url(), "up")).isEqualTo(new Failed("Prometheus sent malformed JSON."));
        }
    }

    @Test
    void failsOnTheWrongContentType() throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", "text/html", ONE)) {
            assertThat(read(server.url(), "up").trouble()).contains("sent no JSON", "glooshot.prometheus.url");
        }
    }

    @Test
    void failsWhenTheConnectionIsResetInTheMiddleOfTheAnswer() throws IOException {
        try (SocketServer server = new SocketServer(client -> {
            client.getOutputStream().write(SocketServer.response("200 OK", JSON, ONE), 0, 120);
            client.setSoLinger(true, 0);
            throw new IOException("reset");
        })) {
            assertThat(read(server.url(), "up"))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.message()).contains("127.0.0.1:" + server.port()));
        }
    }

    @Test
    void failsInTimeWhenRefused() throws IOException {
        assertThat(read("http://127.0.0.1:" + closedPort(), "up").trouble()).contains("refused the connection");
    }

    @Test
    void failsInTimeWhenTheServerHangs() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (SocketServer server = new SocketServer(client -> wait(end))) {
            assertThat(impatient(server.url()).trouble()).endsWith("did not answer within 1s.");
        } finally {
            end.countDown();
        }
    }

    @Test
    void failsInTimeWhenTheServerNeverAcceptsAConnection() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(impatient("http://127.0.0.1:" + silent.getLocalPort()).trouble())
                    .endsWith("did not answer within 1s.");
        }
    }

    @Test
    void failsInTimeWhenTheAnswerDripsAndDropsTheConnection() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (SocketServer server = new SocketServer(client -> {
            OutputStream out = client.getOutputStream();
            for (byte next : SocketServer.response("200 OK", JSON, ONE)) {
                out.write(next);
                wait(never, 20);
            }
        })) {
            assertThat(impatient(server.url()).trouble()).endsWith("did not answer within 1s.");

            await().atMost(Duration.ofSeconds(5)).until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void readsNoMoreThanItMayOfAHugeAnswer() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (SocketServer server = new SocketServer(client -> {
            OutputStream out = client.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n"
                    .getBytes(UTF_8));
            byte[] piece = new byte[64 << 10];
            while (true) {
                out.write(piece);
                sent.addAndGet(piece.length);
            }
        })) {
            assertThat(read(server.url(), "up").trouble()).contains("more than 1 MiB");

            await().atMost(Duration.ofSeconds(5)).until(() -> server.openConnections() == 0);
            assertThat(sent).hasValueLessThan(32 << 20);
        }
    }

    @Test
    void dropsTheConnectionOfAPollThatIsCancelled() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (SocketServer server = new SocketServer(client -> {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            end.countDown();
        })) {
            UniAssertSubscriber<Reading> poll = source(server.url())
                    .read(new Promql("up"))
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create());
            await().until(() -> !server.requests().isEmpty());

            poll.cancel();

            assertThat(end.await(500, TimeUnit.MILLISECONDS)).isTrue();
        }
    }

    @Test
    void takesAnAnswerWithWarningsAndCountsIt() throws IOException {
        try (SocketServer server = SocketServer.answering(
                "200 OK", JSON, ONE.replace("\"data\"", "\"warnings\":[\"store unavailable\"],\"data\""))) {
            assertThat(read(server.url(), "up")).isInstanceOf(Value.class);
            assertThat(meters.counter("glooshot.prometheus.partial.answers").count())
                    .isEqualTo(1);
        }
    }

    @Test
    void refusesAUrlThatIsNoneWithoutTellingIt() {
        assertThatThrownBy(() -> source("ftp://me:s3cret@host"))
                .hasMessageContaining("glooshot.prometheus.url")
                .hasMessageNotContaining("s3cret");
    }

    private Reading read(String url, String query) {
        return source(url).read(new Promql(query)).await().atMost(Duration.ofSeconds(15));
    }

    /** Of a server that answers nothing, so that there is nothing to be too late for. */
    private Reading impatient(String url) {
        return source(url, "1s").read(new Promql("up")).await().atMost(Duration.ofSeconds(15));
    }

    private PrometheusSource source(String url) {
        return source(url, "10s");
    }

    private PrometheusSource source(String url, String timeout) {
        MetricConfig config =
                TestConfig.of(Map.of("glooshot.prometheus.url", url, "glooshot.prometheus.timeout", timeout));
        return TestPrometheus.source(VERTX, config, meters);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void wait(CountDownLatch end) {
        wait(end, 10_000);
    }

    private static void wait(CountDownLatch end, long millis) {
        try {
            end.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
