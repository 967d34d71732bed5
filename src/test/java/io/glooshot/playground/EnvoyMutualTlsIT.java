package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvoyMutualTlsIT {
    private static final ServiceId REVIEWS = new ServiceId("bookinfo", "reviews");
    private static final Destination RATINGS = new Destination(new ServiceId("bookinfo", "ratings"), 9080);

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close();
    }

    private record Caller(String path, X509Certificate certificate) {}

    private int startController(
            CertificateAuthority authority,
            CertificateAuthority.Identity identity,
            CompletableFuture<Caller> firstCaller) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSsl(true)
                .setUseAlpn(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(identity.certificate().toString())
                        .setKeyPath(identity.key().toString()))
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(authority.certificateFile().toString()));
        return LoopbackServer.join(vertx.createHttpServer(options)
                        .requestHandler(request -> {
                            try {
                                firstCaller.complete(new Caller(request.path(), (X509Certificate)
                                        request.connection().sslSession().getPeerCertificates()[0]));
                            } catch (Exception e) {
                                firstCaller.completeExceptionally(e);
                            }
                        })
                        .listen())
                .actualPort();
    }

    @Test
    void showsItsCertificateToTheController() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(directory, "mesh");
        CompletableFuture<Caller> firstCaller = new CompletableFuture<>();
        int port = startController(authority, authority.issue("controller", "glooshot.test"), firstCaller);
        EnvoyBootstrap bootstrap = EnvoyBootstrap.sidecarOf("reviews-1", REVIEWS)
                .route(RATINGS, LoopbackPorts.take())
                .controllers(List.of(port))
                .mutualTls("glooshot.test", authority, authority.issue("reviews", "reviews.bookinfo"));

        try (EnvoyProxy ignored =
                EnvoyProxy.start(Parts.onThisMachine(Progress.toStandardOut()), directory, bootstrap)) {
            Caller caller = firstCaller.get(10, TimeUnit.SECONDS);

            assertThat(caller.path()).isEqualTo("/envoy.service.runtime.v3.RuntimeDiscoveryService/StreamRuntime");
            assertThat(caller.certificate().getSubjectAlternativeNames())
                    .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("reviews.bookinfo"));
        }
    }

    @Test
    void doesNotTalkToAControllerOfAnotherName() {
        CertificateAuthority authority = CertificateAuthority.create(directory, "mesh");
        CompletableFuture<Caller> firstCaller = new CompletableFuture<>();
        int port = startController(authority, authority.issue("controller", "somebody-else.test"), firstCaller);
        EnvoyBootstrap bootstrap = EnvoyBootstrap.sidecarOf("reviews-1", REVIEWS)
                .route(RATINGS, LoopbackPorts.take())
                .controllers(List.of(port))
                .mutualTls("glooshot.test", authority, authority.issue("reviews", "reviews.bookinfo"));

        try (EnvoyProxy proxy = EnvoyProxy.start(Parts.onThisMachine(Progress.toStandardOut()), directory, bootstrap)) {
            assertThat(proxy.statistics()).containsPattern("envoy_cluster_ssl_fail_verify_san\\{.*glooshot.*} [1-9]");
            assertThat(firstCaller).isNotDone();
        }
    }
}
