package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.PrometheusEndpoint;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Signal.Promql;
import io.glooshot.playground.CertificateAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Mesh says about its data source is what is sent, and none of its secrets is ever shown. */
@Timeout(60)
class ConnectionsTest {

    private static final String JSON = "application/json";
    private static final String ONE = """
            {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"0.25"]}]}}""";
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    Path directory;

    private final TestSecrets secrets =
            TestSecrets.in("glooshot", Map.of("token", "s3cret-token\n", "username", "me", "password", "s3cret-word"));

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bearerToken: {namespace: glooshot, name: hook, key: token}                       | Authorization: Bearer s3cret-token
            basicAuth: {namespace: glooshot, name: hook}                                     | Authorization: Basic bWU6czNjcmV0LXdvcmQ=
            headers: [{name: X-Scope-OrgID, value: stars}]                                   | X-Scope-OrgID: stars
            headers: [{name: X-Key, valueFrom: {namespace: glooshot, name: hook, key: token}}] | X-Key: s3cret-token
            """)
    void sendsWhatTheMeshSaysAndNeverShowsIt(String setting, String header) throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", JSON, ONE)) {
            assertThat(read(server.url(), setting)).isEqualTo(new Value(0.25));
            assertThat(server.requests().get(0)).contains("\r\n" + header + "\r\n");
        }
        String echo = "{\"status\":\"error\",\"error\":\"%s\"}".formatted(header);
        for (String status : List.of("401 Unauthorized", "200 OK")) {
            try (SocketServer server = SocketServer.answering(status, JSON, echo)) {
                assertThat(read(server.url(), setting).trouble())
                        .startsWith("Prometheus ")
                        .doesNotContain("s3cret", "bWU6czNjcmV0LXdvcmQ=");
            }
        }
    }

    @Test
    void sendsARotatedTokenWithoutARestart() throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", JSON, ONE)) {
            PrometheusSource source =
                    source(server.url(), "bearerToken: {namespace: glooshot, name: hook, key: token}");
            read(source, server.url());
            secrets.store("hook", Map.of("token", "rotated"));
            secrets.pass(TestSecrets.REFRESH);

            await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                read(source, server.url());
                assertThat(server.requests().get(server.requests().size() - 1))
                        .contains("\r\nAuthorization: Bearer rotated\r\n");
            });
        }
    }

    @Test
    void sendsNoCredentialsToAServerThatTheMeshNamesNoMore() throws IOException {
        try (SocketServer before = SocketServer.answering("200 OK", JSON, ONE)) {
            PrometheusSource source =
                    source("http://127.0.0.1:1", "bearerToken: {namespace: glooshot, name: hook, key: token}");

            assertThat(read(source, before.url())).isEqualTo(new Value(0.25));
            assertThat(before.requests().get(0)).doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    void tellsBeforehandThatASecretIsMissing() {
        PrometheusSource source =
                source("http://127.0.0.1:1", "bearerToken: {namespace: glooshot, name: other, key: token}");

        assertThatThrownBy(() -> source.examine(new Promql("up", TestPrometheus.at("http://127.0.0.1:1")))
                        .await()
                        .atMost(Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo("SecretNotFound"))
                .hasMessage("There is no Secret other in namespace glooshot.");
    }

    @Test
    void waitsNoLongerThanTheMeshAllows() throws IOException {
        try (SocketServer server =
                new SocketServer(client -> client.getInputStream().read())) {
            assertThat(read(server.url(), "timeout: 1s500ms").trouble()).endsWith("did not answer within 1.5s.");
            assertThat(server.requests().get(0)).contains("&timeout=1500ms&");
        }
    }

    @Test
    void goesThroughTheProxy() throws IOException {
        try (SocketServer proxy = SocketServer.answering("200 OK", JSON, ONE)) {
            assertThat(read("http://prometheus.invalid:9090", "proxyUrl: " + proxy.url()))
                    .isEqualTo(new Value(0.25));
            assertThat(proxy.requests().get(0))
                    .startsWith("POST http://prometheus.invalid:9090/api/v1/query HTTP/1.1\r\n");
        }
    }

    @Test
    void carriesTheNamespaceInEveryQuery() throws IOException {
        try (SocketServer server = SocketServer.answering("200 OK", JSON, ONE)) {
            String url = server.url() + "/prom?namespace=bookinfo";
            PrometheusSource source = source(server.url() + "/prom", "perNamespace: {parameter: namespace}");

            assertThat(read(source, url)).isEqualTo(new Value(0.25));
            assertThat(server.requests().get(0)).startsWith("POST /prom/api/v1/query?namespace=bookinfo HTTP/1.1\r\n");

            assertThat(read(source, server.url() + "/prom").trouble()).contains("narrow queries to their namespace");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void trustsAndShowsTheCertificatesThatTheMeshNamesEvenWhenRotated() throws Exception {
        CertificateAuthority old = authority("old");
        CertificateAuthority next = authority("next");
        PrometheusSource[] source = new PrometheusSource[1];
        HttpServer first = server(old, "127.0.0.1", old);
        int port = first.actualPort();
        String url = "https://127.0.0.1:" + port;
        source[0] = source(url, """
                tls:
                  ca: {namespace: glooshot, name: tls, key: ca.crt}
                  clientCertificate: {namespace: glooshot, name: tls}
                """);
        store(old, old);
        // The first TLS connection of a JVM takes a while.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(read(source[0], url)).isEqualTo(new Value(0.25)));

        store(next, next);
        secrets.pass(TestSecrets.REFRESH);
        first.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        HttpServer second = server(next, "127.0.0.1", next, port);
        try {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(read(source[0], url)).isEqualTo(new Value(0.25)));
        } finally {
            second.close();
        }
    }

    @Test
    void trustsNoOtherNameNorAuthorityNorServesWithoutItsCertificate() throws Exception {
        CertificateAuthority ours = authority("ours");
        CertificateAuthority theirs = authority("theirs");
        String onlyCa = "tls: {ca: {namespace: glooshot, name: tls, key: ca.crt}}";
        store(ours, ours);
        HttpServer wrongName = server(ours, "elsewhere.example", null);
        HttpServer untrusted = server(theirs, "127.0.0.1", null);
        HttpServer wantsClient = server(ours, "127.0.0.1", ours);
        try {
            assertThat(read(url(wrongName), onlyCa))
                    .isInstanceOf(Failed.class)
                    .extracting(Reading::trouble)
                    .asString()
                    .contains("could not be trusted");
            assertThat(read(url(untrusted), onlyCa).trouble()).contains("could not be trusted");
            assertThat(read(url(untrusted), "timeout: 2s").trouble()).contains("could not be trusted");
            assertThat(read(url(wantsClient), onlyCa)).isInstanceOf(Failed.class);
        } finally {
            wrongName.close();
            untrusted.close();
            wantsClient.close();
        }
    }

    private void store(CertificateAuthority trusted, CertificateAuthority signer) throws IOException {
        CertificateAuthority.Identity client = signer.issue("client", "client.example");
        secrets.store(
                "tls",
                Map.of(
                        "ca.crt", Files.readString(trusted.certificateFile()),
                        "tls.crt", Files.readString(client.certificate()),
                        "tls.key", Files.readString(client.key())));
    }

    private CertificateAuthority authority(String name) throws IOException {
        return CertificateAuthority.create(Files.createDirectories(directory.resolve(name)), name);
    }

    private static HttpServer server(CertificateAuthority authority, String name, CertificateAuthority clients)
            throws Exception {
        return server(authority, name, clients, 0);
    }

    /** @param clients whose certificates clients must show; none when null */
    private static HttpServer server(
            CertificateAuthority authority, String name, CertificateAuthority clients, int port) throws Exception {
        CertificateAuthority.Identity identity = authority.issue("server", name);
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(identity.certificate().toString())
                        .addKeyPath(identity.key().toString()));
        if (clients != null) {
            options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions()
                            .addCertPath(clients.certificateFile().toString()));
        }
        return VERTX.createHttpServer(options)
                .requestHandler(request ->
                        request.response().putHeader("Content-Type", JSON).end(ONE))
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    private static String url(HttpServer server) {
        return "https://127.0.0.1:" + server.actualPort();
    }

    private Reading read(String url, String settings) {
        return read(source(url, settings), url);
    }

    private static Reading read(PrometheusSource source, String url) {
        return source.read(new Promql("up", TestPrometheus.at(url))).await().atMost(Duration.ofSeconds(10));
    }

    private PrometheusSource source(String url, String settings) {
        return TestPrometheus.source(
                VERTX,
                secrets,
                Serialization.unmarshal("url: %s\n%s".formatted(url, settings), PrometheusEndpoint.class));
    }
}
