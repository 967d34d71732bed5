package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WebhookSourceTest {

    private static final Vertx VERTX = Vertx.vertx();

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
