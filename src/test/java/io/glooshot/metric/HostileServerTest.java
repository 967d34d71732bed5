package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.Webhook.Method;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Signal.Promql;
import io.glooshot.experiment.Signal.Webhook;
import io.glooshot.playground.CertificateAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a server does, there is a typed reading in time, by a bounded part of what it sends, and no connection is left. */
@Timeout(30)
class HostileServerTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final AtomicLong SENT = new AtomicLong();
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    enum Hostility {
        HANG(client -> client.getInputStream().read(), "did not answer within 2s"),
        DRIP(
                client -> {
                    for (byte next : SocketServer.response("200 OK", "application/json", "{\"a\":1}")) {
                        write(client, new byte[] {next});
                        pause(100);
                    }
                },
                "did not answer within 2s"),
        ENDLESS_HEADERS(
                client -> {
                    write(client, "HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
                    while (true) {
                        write(client, ("X-More: " + "x".repeat(4_000) + "\r\n").getBytes(UTF_8));
                    }
                },
                ""),
        GIGABYTE(
                client -> {
                    write(
                            client,
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n"
                                    .getBytes(UTF_8));
                    while (true) {
                        write(client, new byte[64 << 10]);
                    }
                },
                "more than "),
        TRUNCATED_JSON(
                client -> write(client, SocketServer.response("200 OK", "application/json", "{\"status\":\"succ")),
                "malformed JSON"),
        WRONG_CONTENT_TYPE(
                client -> write(client, SocketServer.response("200 OK", "text/html", "{\"a\":1}")), "sent no JSON"),
        REDIRECT_LOOP(
                client -> write(
                        client,
                        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n"
                                .formatted(client.getLocalPort())
                                .getBytes(UTF_8)),
                "HTTP 302"),
        UNAUTHORIZED(client -> write(client, SocketServer.response("401 Unauthorized", "text/plain", "")), "HTTP 401"),
        TOO_MANY_REQUESTS(
                client -> write(
                        client,
                        "HTTP/1.1 429 Slow down\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8)),
                "HTTP 429"),
        RESET(
                client -> {
                    write(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(UTF_8));
                    client.setSoLinger(true, 0);
                    client.close();
                },
                "");

        private final SocketServer.Behaviour behaviour;
        private final String trouble;

        Hostility(SocketServer.Behaviour behaviour, String trouble) {
            this.behaviour = behaviour;
            this.trouble = trouble;
        }

        private static void write(Socket client, byte[] bytes) throws IOException {
            OutputStream out = client.getOutputStream();
            out.write(bytes);
            SENT.addAndGet(bytes.length);
        }

        private static void pause(long millis) {
            try {
                NEVER.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @TempDir
    Path directory;

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @ParameterizedTest
    @EnumSource
    void isAFailedReadingOfPrometheus(Hostility hostility) throws IOException {
        var config = TestConfig.of(Map.of("glooshot.prometheus.timeout", TIMEOUT.toSeconds() + "s"));
        PrometheusSource source = TestPrometheus.source(VERTX, config, new SimpleMeterRegistry());

        withstands(
                hostility,
                url -> source.read(new Promql("up", TestPrometheus.at(url)))
                        .await()
                        .atMost(Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @EnumSource
    void isAFailedReadingOfAValueInAWebhooksAnswer(Hostility hostility) throws IOException {
        withstands(hostility, url -> read(url, "$.a"));
    }

    @ParameterizedTest
    @EnumSource
    void isNeverABreachForTheStatusOfAWebhook(Hostility hostility) throws IOException {
        try (SocketServer server = new SocketServer(hostility.behaviour)) {
            Reading reading = read(server.url(), null);

            boolean answersWell = List.of(Hostility.GIGABYTE, Hostility.TRUNCATED_JSON, Hostility.WRONG_CONTENT_TYPE)
                    .contains(hostility);
            if (answersWell) {
                assertThat(reading).isEqualTo(new Value(200));
            } else {
                assertThat(reading).isInstanceOf(Failed.class);
            }
        }
    }

    @Test
    void trustsNoWebhookOfAnotherNameOrAuthority() throws Exception {
        CertificateAuthority trusted = authority("trusted");
        HttpServer good = server(trusted, "127.0.0.1");
        HttpServer wrongName = server(trusted, "elsewhere.example");
        HttpServer untrusted = server(authority("untrusted"), "127.0.0.1");
        String before = System.getProperty("javax.net.ssl.trustStore");
        // As an administrator does it, by the JDK's own setting.
        System.setProperty("javax.net.ssl.trustStore", store(trusted).toString());
        try {
            assertThat(read(url(good), null)).isEqualTo(new Value(200));
            assertThat(read(url(wrongName), null).trouble())
                    .contains("could not be trusted", "No subject alternative names");
            assertThat(read(url(untrusted), null).trouble())
                    .contains("could not be trusted", "unable to find valid certification path");
        } finally {
            if (before == null) {
                System.clearProperty("javax.net.ssl.trustStore");
            } else {
                System.setProperty("javax.net.ssl.trustStore", before);
            }
            List.of(good, wrongName, untrusted).forEach(HttpServer::close);
        }
    }

    private interface Asker {
        Reading read(String url);
    }

    private static void withstands(Hostility hostility, Asker asker) throws IOException {
        try (SocketServer server = new SocketServer(hostility.behaviour)) {
            SENT.set(0);
            long asked = System.nanoTime();

            Reading reading = asker.read(server.url());

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TIMEOUT.multipliedBy(2));
            assertThat(reading).isInstanceOf(Failed.class);
            assertThat(reading.trouble()).contains(hostility.trouble).hasSizeLessThan(300);
            assertThat(server.requests()).hasSize(1);
            if (hostility == Hostility.GIGABYTE || hostility == Hostility.ENDLESS_HEADERS) {
                await().atMost(Duration.ofSeconds(5)).until(() -> server.openConnections() == 0);
            }
            assertThat(SENT).hasValueLessThan(32 << 20);
        }
    }

    private static Reading read(String url, String path) {
        // The first TLS connection of a JVM takes a while.
        Duration timeout = url.startsWith("https") ? TIMEOUT.multipliedBy(4) : TIMEOUT;
        var config = TestConfig.of(
                Map.of("glooshot.webhook.timeout", timeout.toSeconds() + "s", "glooshot.webhook.allowed", "127.0.0.1"));
        var source = new WebhookSource(
                VERTX, config, TestSecrets.in("none", Map.of()).secrets(), InetAddress::getAllByName);
        return source.read(new Webhook(
                        URI.create(url), Method.GET, List.of(), Optional.empty(), Optional.ofNullable(path)))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private CertificateAuthority authority(String name) throws IOException {
        return CertificateAuthority.create(Files.createDirectories(directory.resolve(name)), name);
    }

    private Path store(CertificateAuthority authority) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setCertificateEntry("ca", authority.certificate());
        Path file = directory.resolve("trusted.jks");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }

    private static HttpServer server(CertificateAuthority authority, String name) throws Exception {
        CertificateAuthority.Identity identity = authority.issue("server", name);
        return VERTX.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(identity.certificate().toString())
                                .addKeyPath(identity.key().toString())))
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    private static String url(HttpServer server) {
        return "https://127.0.0.1:" + server.actualPort();
    }
}
