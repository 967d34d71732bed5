package io.glooshot.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A real istiod with its kinds in the API server, its validation webhook, and metrics from all sidecars. In the API
 * server it looks as if it had been installed; it runs beside it, on 127.0.0.1.
 */
public final class Istio implements AutoCloseable {
    static final String VERSION = PartSources.ISTIO;

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final Parts parts;
    private final Path directory;
    private final KubeApiServer kube;
    private final CertificateAuthority authority;
    private final CertificateAuthority.Identity identity;
    // Kept across restarts: sidecars and the API server have the addresses in their configuration.
    private final int httpPort = LoopbackPorts.take();
    private final int discoveryPort = LoopbackPorts.take();
    private final int webhookPort = LoopbackPorts.take();
    private final int monitoringPort = LoopbackPorts.take();
    private final int introspectionPort = LoopbackPorts.take();
    private ChildProcess process;

    private Istio(Parts parts, Path directory, KubeApiServer kube) {
        this.parts = parts;
        this.directory = directory;
        this.kube = kube;
        this.authority = CertificateAuthority.create(directory, "istiod");
        this.identity = authority.issue("istiod", "127.0.0.1", "istiod.istio-system.svc");
    }

    static Istio start(Parts parts, Path directory, KubeApiServer kube) {
        Istio istio = new Istio(parts, directory, kube);
        try {
            istio.install();
            return istio;
        } catch (RuntimeException e) {
            istio.close();
            throw e;
        }
    }

    /** How Prometheus has to rename what stock Envoys count. */
    static String relabeling() {
        return Template.of("istio/prometheus.yaml").filled();
    }

    private void install() {
        kube.mustKubectl("apply", "--server-side", "-f", kinds().toString());
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kube.apply(
                Template.of("istio/installation.yaml").with("version", VERSION).filled());
        start();
        kube.apply(Template.of("istio/validation.yaml")
                .with("port", webhookPort)
                .with("ca", base64(authority.certificateFile()))
                .filled());
        kube.apply(Template.of("istio/telemetry.yaml").filled());
        awaitValidation();
    }

    private Path kinds() {
        Path kinds = parts.get(Part.ISTIOD).resolveSibling(GoModule.ISTIO_CRDS);
        if (!Files.exists(kinds)) {
            throw new IllegalStateException("no " + kinds + ": whoever brings an istiod of their own has to put "
                    + GoModule.ISTIO_CRDS + " of the same version beside it");
        }
        return kinds;
    }

    /** The API server takes notice of a new webhook only after a while. */
    private void awaitValidation() {
        String wrong = Template.of("istio/refused.yaml").filled();
        Awaitility.await("Istio's validation")
                .atMost(READY_LIMIT)
                .until(() -> !kube.kubectl(wrong, kube.kubeconfig(), "create", "--dry-run=server", "-f", "-")
                        .ok());
    }

    /** On the same ports as before. */
    public void start() {
        process = ChildProcess.start(
                "istiod",
                directory.resolve("istiod.log"),
                Map.ofEntries(
                        Map.entry("HOME", directory.toString()),
                        Map.entry("POD_NAME", "istiod-0"),
                        Map.entry("POD_NAMESPACE", "istio-system"),
                        Map.entry("CLUSTER_ID", "Kubernetes"),
                        // Sidecars here have no agent that would ask for a certificate.
                        Map.entry("ENABLE_CA_SERVER", "false"),
                        Map.entry("PILOT_CERT_PROVIDER", "none"),
                        // The webhook's configuration is written by this class, with a URL instead of a Service.
                        Map.entry("INJECTION_WEBHOOK_CONFIG_NAME", ""),
                        Map.entry("VALIDATION_WEBHOOK_CONFIG_NAME", ""),
                        // These would push filters that a stock Envoy lacks.
                        Map.entry("PILOT_ENABLE_METADATA_EXCHANGE", "false"),
                        Map.entry("PILOT_ENABLE_ALPN_FILTER", "false"),
                        Map.entry("PILOT_ENABLE_GATEWAY_API", "false")),
                List.of(
                        parts.get(Part.ISTIOD).toString(),
                        "discovery",
                        "--kubeconfig=" + kube.kubeconfig(),
                        "--meshConfig=" + meshConfiguration(),
                        "--networksConfig=" + directory.resolve("no-networks.yaml"),
                        "--httpAddr=127.0.0.1:" + httpPort,
                        "--grpcAddr=127.0.0.1:" + discoveryPort,
                        "--secureGRPCAddr=",
                        "--monitoringAddr=127.0.0.1:" + monitoringPort,
                        "--ctrlz_address=127.0.0.1",
                        "--ctrlz_port=" + introspectionPort,
                        "--httpsAddr=127.0.0.1:" + webhookPort,
                        "--tlsCertFile=" + identity.certificate(),
                        "--tlsKeyFile=" + identity.key(),
                        "--caCertFile=" + authority.certificateFile(),
                        "--shutdownDuration=1s"));
        try {
            process.awaitReady(READY_LIMIT, () -> LoopbackHttp.answersOk(debugUrl() + "/ready"));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private Path meshConfiguration() {
        try {
            return Files.writeString(
                    directory.resolve("mesh.yaml"),
                    Template.of("istio/mesh.yaml").with("port", discoveryPort).filled());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sidecars go on with what they have, and nobody can write Istio's objects: their validation fails. */
    public void stop() {
        process.stop();
    }

    /** As a crash does it. */
    public void kill() {
        process.kill();
    }

    public void restart() {
        stop();
        start();
    }

    /** Connections are accepted and nothing is answered until it is thawed. */
    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return process.log();
    }

    /** What it knows and has sent, under {@code /debug}. */
    public String debugUrl() {
        return "http://127.0.0.1:" + httpPort;
    }

    /** Its own metrics, and its version. */
    public String monitoringUrl() {
        return "http://127.0.0.1:" + monitoringPort;
    }

    /** Where sidecars get their configuration from, without encryption. */
    int discoveryPort() {
        return discoveryPort;
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
