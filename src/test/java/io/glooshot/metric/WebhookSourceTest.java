package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.Webhook.Method;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Header;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.SecretKey;
import io.glooshot.experiment.Signal.Webhook;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class WebhookSourceTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String SECRET = "s3cret-token";

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void asksWithGetAndTakesTheStatusForTheValue() throws IOException {
        try (SocketServer server = SocketServer.answering("204 No Content", "text/plain", "")) {
            assertThat(read(server.url() + "/health?token=abc")).isEqualTo(new Value(204));
            assertThat(server.requests().get(0)).startsWith("GET /health?token=abc HTTP/1.1\r\n");
        }
        try (SocketServer server = SocketServer.answering("503 Unavailable", "text/plain", "no")) {
            assertThat(read(server.url())).isEqualTo(new Value(503));
        }
    }

    @Test
    void followsNoRedirect() throws IOException {
        try (SocketServer elsewhere = SocketServer.answering("200 OK", "text/plain", "");
                SocketServer server = new SocketServer(client -> client.getOutputStream()
                        .write("HTTP/1.1 307 Elsewhere\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
                                .formatted(elsewhere.url())
                                .getBytes(UTF_8)))) {
            assertThat(read(server.url()).trouble()).contains("HTTP 307");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void takesTheStatusOfAHugeAnswerAndReadsNoMoreThanItMay() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (SocketServer server = new SocketServer(client -> {
            OutputStream out = client.getOutputStream();
            out.write("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
            byte[] chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(UTF_8);
            while (true) {
                out.write(chunk);
                sent.addAndGet(chunk.length);
            }
        })) {
            assertThat(read(server.url())).isEqualTo(new Value(500));

            await().atMost(Duration.ofSeconds(5)).until(() -> server.openConnections() == 0);
            assertThat(sent).hasValueLessThan(32 << 20);
        }
    }

    @Test
    void failsInTimeOnAnAnswerThatNeverEnds() throws IOException {
        try (SocketServer server = new SocketServer(client -> {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc".getBytes(UTF_8));
            client.getInputStream().read();
        })) {
            assertThat(read(server.url())).isEqualTo(new Failed("Webhook 127.0.0.1 did not answer within 1s."));

            await().atMost(Duration.ofSeconds(5)).until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void failsOnWhatIsNotHttp() throws IOException {
        try (SocketServer server = new SocketServer(client -> {
            client.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(UTF_8));
            throw new IOException("hang up");
        })) {
            assertThat(read(server.url())).isInstanceOf(Failed.class);
        }
    }

    @Test
    void failsWithoutTellingTheUrlsSecrets() {
        assertThat(read("https://no-such-host.invalid/hook/s3cret?token=s3cret"))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.message())
                                .startsWith("Webhook no-such-host.invalid")
                                .doesNotContain("s3cret"));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void asksWithTheMethodAndHeadersThatItIsGiven(Method method) throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", "text/plain", "")) {
            List<Header> headers = List.of(
                    new Header("X-Team", "stars", Optional.empty()),
                    new Header("Authorization", "Bearer ", Optional.of(new SecretKey("bookinfo", "hook", "token"))));

            assertThat(read(server, method, headers, null)).isEqualTo(new Value(200));
            assertThat(server.requests().get(0))
                    .startsWith(method + " / HTTP/1.1\r\n")
                    .contains("\r\nX-Team: stars\r\n", "\r\nAuthorization: Bearer s3cret-token\r\n");
        }
    }

    @Test
    void takesTheValueFromTheAnswerWhereOneIsAskedFor() throws IOException {
        assertThat(value("200 OK", "application/json", "{\"a\":0.25}")).isEqualTo(new Value(0.25));
        assertThat(value("201 Created", "application/problem+json; charset=utf-8", "{\"a\":7}"))
                .isEqualTo(new Value(7));
        assertThat(value("500 Oops", "application/json", "{\"a\":0.25}").trouble())
                .isEqualTo("The webhook answered with HTTP 500; a value comes with 2xx.");
        assertThat(value("200 OK", "text/html", "{\"a\":0.25}").trouble()).contains("sent no JSON");
        assertThat(value("200 OK", "application/json", "{\"a\":" + " ".repeat(70_000) + "1}")
                        .trouble())
                .contains("more than 64 KiB");
    }

    @Test
    void repeatsNothingOfAnAnswerThatRepeatsTheSecret() throws IOException {
        for (String echo : List.of("{\"a\":\"s3cret-token\"}", "s3cret-token", "{\"a\":{\"s3cret-token\":1}}")) {
            assertThat(value("200 OK", "application/json", echo))
                    .isInstanceOf(Failed.class)
                    .extracting(Reading::trouble)
                    .asString()
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void takesNoLongerThanTheExperimentAllows() throws IOException {
        try (SocketServer server =
                new SocketServer(client -> client.getInputStream().read())) {
            Webhook hook = new Webhook(
                    URI.create(server.url()),
                    Method.GET,
                    List.of(),
                    Optional.of(Duration.ofMillis(200)),
                    Optional.empty());

            assertThat(read(source("127.0.0.1", InetAddress::getAllByName), hook)
                            .trouble())
                    .endsWith("did not answer within 200ms.");
        }
    }

    @Test
    void asksNothingWithoutTheSecretThatItNeeds() throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", "text/plain", "")) {
            for (SecretKey key : List.of(
                    new SecretKey("elsewhere", "hook", "token"),
                    new SecretKey("bookinfo", "other", "token"),
                    new SecretKey("bookinfo", "hook", "other"))) {
                List<Header> headers = List.of(new Header("Authorization", "", Optional.of(key)));

                assertThat(read(server, Method.GET, headers, null).trouble())
                        .startsWith("Webhook 127.0.0.1 may not be asked: ")
                        .contains(key.namespace(), key.name());
            }
            assertThat(server.requests()).isEmpty();
        }
    }

    private static Reading value(String status, String type, String body) throws IOException {
        try (SocketServer server = SocketServer.answering(status, type, body)) {
            return read(server, Method.GET, List.of(), "$.a");
        }
    }

    private static Reading read(SocketServer server, Method method, List<Header> headers, String path) {
        return read(
                source("127.0.0.1", InetAddress::getAllByName),
                new Webhook(
                        URI.create(server.url() + "/"), method, headers, Optional.empty(), Optional.ofNullable(path)));
    }

    private static Reading read(WebhookSource source, Webhook hook) {
        return source.read(hook).await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void connectsToTheAddressThatItHasJudgedAndLooksUpNoOther() throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", "text/plain", "")) {
            String url = "http://hook.invalid:%d/".formatted(server.port());

            assertThat(read(source("127.0.0.0/8", at("127.0.0.1")), url)).isEqualTo(new Value(200));
            assertThat(server.requests().get(0)).contains("ost: hook.invalid:" + server.port());
        }
    }

    @Test
    void asksNoNameThatLeadsInsideByOneOfItsAddresses() throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", "text/plain", "")) {
            WebhookSource source = source("", at("192.0.2.1", "127.0.0.1"));
            Webhook hook = new Webhook(URI.create("http://hook.invalid:%d/".formatted(server.port())));

            assertThatThrownBy(() -> source.examine(hook).await().atMost(Duration.ofSeconds(5)))
                    .isInstanceOfSatisfying(
                            AbortException.class,
                            refused -> assertThat(refused.verdict().reason()).isEqualTo("WebhookNotAllowed"))
                    .hasMessageContaining("hook.invalid has 127.0.0.1, which is a loopback address")
                    .hasMessageContaining("glooshot.webhook.allowed");
            assertThat(source.read(hook).await().atMost(Duration.ofSeconds(5)).trouble())
                    .startsWith("Webhook hook.invalid may not be asked: hook.invalid has 127.0.0.1");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void asksNoMoreOnceTheNameLeadsInside() throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", "text/plain", "")) {
            Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "127.0.0.2"));
            WebhookSource source =
                    source("127.0.0.1", host -> at(answers.remove()).resolve(host));
            String url = "http://hook.invalid:%d/".formatted(server.port());

            assertThat(read(source, url)).isEqualTo(new Value(200));
            assertThat(read(source, url).trouble()).contains("may not be asked", "127.0.0.2");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void failsInTimeWhenTheNameServerHangs() {
        CountDownLatch never = new CountDownLatch(1);
        WebhookSource source = source("", host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        });

        assertThat(read(source, "http://hook.invalid/").trouble())
                .isEqualTo("Webhook hook.invalid did not answer within 1s.");
        never.countDown();
    }

    private static Reading read(String url) {
        return read(source("127.0.0.1", InetAddress::getAllByName), url);
    }

    private static Reading read(WebhookSource source, String url) {
        return source.read(new Webhook(URI.create(url))).await().atMost(Duration.ofSeconds(5));
    }

    private static WebhookSource source(String allowed, WebhookGuard.Resolver resolver) {
        return new WebhookSource(
                VERTX,
                TestConfig.of(Map.of("glooshot.webhook.timeout", "1s", "glooshot.webhook.allowed", allowed)),
                TestSecrets.in("bookinfo", Map.of("token", SECRET)).secrets(),
                resolver);
    }

    private static WebhookGuard.Resolver at(String... addresses) {
        return host -> {
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
            }
            return found;
        };
    }
}
