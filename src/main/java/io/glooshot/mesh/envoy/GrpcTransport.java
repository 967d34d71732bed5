package io.glooshot.mesh.envoy;

import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.GrpcServer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.value.registry.ValueRegistry;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/** How proxies connect: what is safe, and how soon a broken connection is noticed. */
@Singleton
public class GrpcTransport implements ServerBuilderCustomizer<VertxServerBuilder> {

    /**
     * In seconds. A dead connection is noticed after at most twice the first and once the second: 7 s, which is below the
     * time that a proxy has to acknowledge a fault, so that the dead end of a connection does not fail an injection.
     */
    private static final long KEEPALIVE = 2;

    private static final long KEEPALIVE_TIMEOUT = 3;

    private static final String TLS_SETTINGS = "quarkus.grpc.server.ssl.certificate, quarkus.grpc.server.ssl.key,"
            + " quarkus.grpc.server.ssl.client-auth=REQUIRED and glooshot.envoy.trusted-ca";

    private final EnvoySettings settings;

    @Inject
    GrpcTransport(EnvoySettings settings) {
        this.settings = settings;
    }

    /** @throws IllegalStateException when faults could be read or acknowledged by anybody on the network */
    @Override
    public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
        requireSafe(config);
        settings.trustedCa()
                .ifPresent(file ->
                        builder.useSsl(options -> options.setTrustOptions(new PemTrustOptions().addCertPath(file))));
        tune(builder);
    }

    static void tune(VertxServerBuilder builder) {
        builder.nettyBuilder()
                .keepAliveTime(KEEPALIVE, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT, TimeUnit.SECONDS)
                // Proxies send keepalives of their own; the server's default would take them for an attack.
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /** Quarkus only logs that its gRPC server did not start; a controller that no proxy can reach must not run. */
    void requireStarted(@Observes StartupEvent started, ValueRegistry values) {
        if (!values.containsKey(GrpcServer.GRPC_PORT) && !values.containsKey(GrpcServer.GRPC_TEST_PORT)) {
            throw new IllegalStateException("Proxies cannot be served: the gRPC server did not start");
        }
    }

    void requireSafe(GrpcServerConfiguration config) {
        GrpcServerConfiguration.SslServerConfig ssl = config.ssl();
        boolean tls = ssl.certificate().isPresent() || ssl.keyStore().isPresent();
        if (!tls && !isLoopback(config.host())) {
            throw new IllegalStateException(
                    "Proxies are served in plaintext on the loopback interface only, not on %s: set %s"
                            .formatted(config.host(), TLS_SETTINGS));
        }
        // Without authorities of its own the server would trust those that the JDK ships for the public web.
        boolean trusts = settings.trustedCa().isPresent() || ssl.trustStore().isPresent();
        if (tls && (!trusts || ssl.clientAuth() != ClientAuth.REQUIRED)) {
            throw new IllegalStateException(
                    "Proxies must show a certificate of an authority that is named: set " + TLS_SETTINGS);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
