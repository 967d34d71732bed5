package io.glooshot.metric;

import io.glooshot.api.PrometheusEndpoint.Tls;
import io.glooshot.api.SecretKeySelector;
import io.glooshot.api.SecretSelector;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The HTTP clients that all polls share, one for each set of certificates, each with its connections kept open. Names and
 * authorities are always verified.
 */
@ApplicationScoped
class PrometheusClients {

    /** Shorter than what servers and load balancers allow, so that no poll meets a connection about to be closed. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    /** After this the polls that an outdated client was asked for are over. */
    private static final Duration LAST_POLLS = Duration.ofMinutes(1);

    /** What a client was made of. */
    private record Material(Optional<SecretContent> ca, Optional<SecretContent> certificate) {
        String version() {
            return ca.map(SecretContent::version) + " " + certificate.map(SecretContent::version);
        }
    }

    private record Versioned(String version, HttpClient client) {}

    private final Vertx vertx;
    private final Secrets secrets;
    private final int connectTimeout;
    private final int mostConnections;
    private final HttpClient plain;
    private final Map<Tls, Versioned> trusting = new ConcurrentHashMap<>();

    PrometheusClients(Vertx vertx, Secrets secrets, MetricConfig config) {
        this.vertx = vertx;
        this.secrets = secrets;
        this.connectTimeout = (int) config.prometheus().timeout().toMillis();
        this.mostConnections = config.prometheus().maxInFlight();
        this.plain = vertx.createHttpClient(options());
    }

    /** Trusts whom the JDK trusts. */
    HttpClient plain() {
        return plain;
    }

    /** @param tls null for what the JDK trusts */
    Uni<HttpClient> trusting(Tls tls) {
        if (tls == null) {
            return Uni.createFrom().item(plain);
        }
        return ca(tls.ca())
                .chain(ca -> certificate(tls.clientCertificate())
                        .map(certificate -> client(tls, new Material(ca, certificate))));
    }

    @PreDestroy
    void close() {
        plain.close();
        trusting.values().forEach(versioned -> versioned.client().close());
    }

    private HttpClient client(Tls tls, Material material) {
        return trusting.compute(tls, (key, before) -> {
                    String version = material.version();
                    if (before != null && before.version().equals(version)) {
                        return before;
                    }
                    HttpClient client = vertx.createHttpClient(options(tls, material));
                    if (before != null) {
                        vertx.setTimer(
                                LAST_POLLS.toMillis(), over -> before.client().close());
                    }
                    return new Versioned(version, client);
                })
                .client();
    }

    private HttpClientOptions options(Tls tls, Material material) {
        HttpClientOptions options = options();
        material.ca()
                .ifPresent(ca -> options.setTrustOptions(new PemTrustOptions()
                        .addCertValue(Buffer.buffer(ca.bytes(tls.ca().key())))));
        material.certificate()
                .ifPresent(certificate -> options.setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(certificate.bytes("tls.crt")))
                        .addKeyValue(Buffer.buffer(certificate.bytes("tls.key")))));
        return options;
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setMaxPoolSize(mostConnections)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout(connectTimeout);
    }

    private Uni<Optional<SecretContent>> ca(SecretKeySelector secret) {
        return secret == null
                ? none()
                : secrets.get(secret.namespace(), secret.name()).map(Optional::of);
    }

    private Uni<Optional<SecretContent>> certificate(SecretSelector secret) {
        return secret == null
                ? none()
                : secrets.get(secret.namespace(), secret.name()).map(Optional::of);
    }

    private static Uni<Optional<SecretContent>> none() {
        return Uni.createFrom().item(Optional.empty());
    }
}
