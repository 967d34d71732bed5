package io.glooshot.mesh.envoy;

import static io.glooshot.mesh.envoy.Plans.RATINGS;
import static io.glooshot.mesh.envoy.Plans.REVIEWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Plan;
import io.glooshot.playground.CertificateAuthority;
import io.glooshot.playground.CertificateAuthority.Identity;
import io.glooshot.playground.EnvoyBootstrap;
import io.glooshot.playground.EnvoyProxy;
import io.glooshot.playground.LoopbackPorts;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which real proxies a controller lets in by their certificates. */
class EnvoyIdentityIT {

    private static final String SERVER_NAME = "glooshot.glooshot-system.svc";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final int port = LoopbackPorts.take();
    private CertificateAuthority authority;
    private TestServer server;

    @BeforeEach
    void serve() throws Exception {
        authority = CertificateAuthority.create(directory, "mesh");
        Identity own = authority.issue("controller", SERVER_NAME);
        Moment.Source clock = () -> new Moment(Instant.now(), System.nanoTime());
        server = new TestServer(TestServer.Settings.DEFAULT, clock, port, options -> mutualTls(options, own))
                .serving(Map.of());
    }

    private void mutualTls(HttpServerOptions options, Identity own) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(own.certificate().toString())
                        .addKeyPath(own.key().toString()))
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(authority.certificateFile().toString()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void letsAProxyInWhoseCertificateNamesItsService() {
        Plan plan = Plans.of(Plans.abort(RATINGS));
        try (Traffic traffic = new Traffic();
                EnvoyProxy proxy = start(bootstrap(traffic)
                        .controller(port, SERVER_NAME, authority, authority.issue("own", "reviews.bookinfo.svc")))) {
            awaitConnected();

            server.provider.inject(plan, Instant.now().plus(LIMIT)).await().atMost(LIMIT);

            assertThat(traffic.status(proxy, RATINGS)).isEqualTo(418);
        }
    }

    @Test
    void keepsAProxyOutWhoseCertificateNamesAnotherService() {
        try (Traffic traffic = new Traffic();
                EnvoyProxy proxy = start(bootstrap(traffic)
                        .controller(port, SERVER_NAME, authority, authority.issue("other", "details.bookinfo.svc")))) {
            await().atMost(LIMIT).until(() -> refusals() >= 2);
            assertThat(server.proxies.streams()).isEmpty();
        }
    }

    @Test
    void keepsAProxyOutWhoseCertificateIsOfAnotherAuthority() throws Exception {
        CertificateAuthority stranger =
                CertificateAuthority.create(Files.createDirectory(directory.resolve("stranger")), "mesh");
        try (Traffic traffic = new Traffic();
                EnvoyProxy proxy = start(bootstrap(traffic)
                        .controller(port, SERVER_NAME, authority, stranger.issue("own", "reviews.bookinfo")))) {
            assertCannotConnect(proxy);
        }
    }

    @Test
    void keepsAProxyOutThatHasNoCertificate() {
        try (Traffic traffic = new Traffic();
                EnvoyProxy proxy = start(bootstrap(traffic).controller(port))) {
            assertCannotConnect(proxy);
        }
    }

    private void assertCannotConnect(EnvoyProxy proxy) {
        await().atMost(LIMIT).until(() -> statistic(proxy, "envoy_cluster_upstream_cx_destroy_remote") >= 1);
        assertThat(refusals()).isZero();
        assertThat(server.proxies.streams()).isEmpty();
    }

    private void awaitConnected() {
        await().atMost(LIMIT).until(() -> server.proxies.streams().count() == 1);
    }

    /** By the service: the connection was good. */
    private double refusals() {
        return server.meters.get("glooshot.envoy.refusals").counter().count();
    }

    private static long statistic(EnvoyProxy proxy, String name) {
        return proxy.statistics()
                .lines()
                .filter(line -> line.startsWith(name + "{envoy_cluster_name=\"glooshot\"}"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf('}') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    private static EnvoyBootstrap bootstrap(Traffic traffic) {
        return EnvoyBootstrap.sidecarOf("reviews-1", REVIEWS).route(RATINGS, traffic.service());
    }

    private EnvoyProxy start(EnvoyBootstrap bootstrap) {
        return EnvoyProxy.start(Parts.onThisMachine(Progress.toStandardOut()), directory, bootstrap);
    }
}
