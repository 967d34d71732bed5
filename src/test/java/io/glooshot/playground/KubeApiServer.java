package io.glooshot.playground;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * etcd and kube-apiserver, with RBAC on and no controllers: owned objects stay when their owner goes, and a deleted
 * namespace stays Terminating, so each test takes a namespace of its own.
 */
public final class KubeApiServer implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration KUBECTL_LIMIT = Duration.ofSeconds(60);

    private final Parts parts;
    private final Path directory;
    private final int port = LoopbackPorts.take();
    private final int etcdPort = LoopbackPorts.take();
    private final String adminToken = UUID.randomUUID().toString();
    private final CertificateAuthority authority;
    private final CertificateAuthority.Identity identity;
    private final CertificateAuthority.Identity serviceAccounts;
    private final HttpClient http;
    private final String etcdPeers;
    private ChildProcess etcd;
    private ChildProcess apiServer;
    private KubernetesClient client;

    private KubeApiServer(Parts parts, Path directory) {
        this.parts = parts;
        this.directory = directory;
        this.authority = CertificateAuthority.create(directory, "glooshot-playground");
        this.identity = authority.issue(
                "kube-apiserver",
                "127.0.0.1",
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc");
        this.serviceAccounts = authority.issue("service-accounts", "service-accounts");
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(authority))
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        write("tokens.csv", adminToken + ",admin,admin,system:masters\n");
        writeKubeconfig("kubeconfig", adminToken);
        write("audit-policy.yaml", AuditLog.POLICY);
        this.etcdPeers = "http://127.0.0.1:" + LoopbackPorts.take();
        startEtcd();
    }

    /** Ready to take requests; everything it writes is under {@code directory}. */
    public static KubeApiServer start(Parts parts, Path directory) {
        KubeApiServer server = new KubeApiServer(parts, directory);
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** On the same port and the same data as before. */
    public void start() {
        apiServer = ChildProcess.start(
                "kube-apiserver",
                directory.resolve("kube-apiserver.log"),
                Map.of(),
                List.of(
                        parts.get(Part.KUBE_APISERVER).toString(),
                        "--etcd-servers=http://127.0.0.1:" + etcdPort,
                        "--bind-address=127.0.0.1",
                        "--advertise-address=127.0.0.1",
                        "--secure-port=" + port,
                        // It would refuse a loopback address as an endpoint of the service "kubernetes".
                        "--endpoint-reconciler-type=none",
                        "--tls-cert-file=" + identity.certificate(),
                        "--tls-private-key-file=" + identity.key(),
                        "--client-ca-file=" + authority.certificateFile(),
                        "--token-auth-file=" + directory.resolve("tokens.csv"),
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + serviceAccounts.certificate(),
                        "--service-account-signing-key-file=" + serviceAccounts.key(),
                        "--service-cluster-ip-range=10.0.0.0/16",
                        "--authorization-mode=RBAC",
                        "--audit-policy-file=" + directory.resolve("audit-policy.yaml"),
                        "--audit-log-path=" + audit().file(),
                        // It waits for tokens that a controller makes, and none runs here.
                        "--disable-admission-plugins=ServiceAccount"));
        apiServer.awaitReady(READY_LIMIT, this::isReady);
    }

    /** Connections are refused until it is started again. */
    public void stop() {
        apiServer.kill();
    }

    /** Connections are accepted and nothing is answered until it is thawed. */
    public void freeze() {
        apiServer.freeze();
    }

    public void thaw() {
        apiServer.thaw();
    }

    public String url() {
        return "https://127.0.0.1:" + port;
    }

    public long pid() {
        return apiServer.pid();
    }

    /** For a user who may do everything. */
    public Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    /** For whoever the token stands for, such as one from {@link #serviceAccountToken}. */
    public Path kubeconfigWith(String name, String token) {
        return writeKubeconfig("kubeconfig-" + name, token);
    }

    public Command.Result kubectl(String... arguments) {
        return kubectl("", kubeconfig(), arguments);
    }

    public Command.Result kubectl(String input, Path kubeconfig, String... arguments) {
        Map<String, String> environment = Map.of(
                "KUBECONFIG", kubeconfig.toString(),
                "KUBECACHEDIR", directory.resolve("kubectl-cache").toString());
        try {
            return Command.of(parts.get(Part.KUBECTL), arguments)
                    .with(environment)
                    .input(input)
                    .run(KUBECTL_LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of kubectl where it must succeed. */
    public String mustKubectl(String... arguments) {
        return require(kubectl(arguments), "kubectl " + String.join(" ", arguments));
    }

    public String apply(String manifest) {
        return require(
                kubectl(manifest, kubeconfig(), "apply", "--server-side", "--force-conflicts", "-f", "-"),
                "kubectl apply");
    }

    /** What service accounts have asked of it. */
    public AuditLog audit() {
        return new AuditLog(directory.resolve("audit.log"));
    }

    public String serviceAccountToken(String namespace, String name) {
        return mustKubectl("create", "token", name, "--namespace", namespace, "--duration=24h")
                .strip();
    }

    /** Shared and closed with the server; answers fail while the server is down. */
    public synchronized KubernetesClient client() {
        if (client == null) {
            client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
                    .build();
        }
        return client;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        // Nothing of it is kept, so nothing is gained by waiting until watches have drained.
        if (apiServer != null) {
            apiServer.kill();
        }
        etcd.kill();
    }

    /** What the API server keeps is out of reach until it is started again. */
    public void killEtcd() {
        etcd.kill();
    }

    /** On the same ports and the same data as before. */
    public void startEtcd() {
        String clients = "http://127.0.0.1:" + etcdPort;
        etcd = ChildProcess.start(
                "etcd",
                directory.resolve("etcd.log"),
                Map.of(),
                List.of(
                        parts.get(Part.ETCD).toString(),
                        "--name=default",
                        "--data-dir=" + directory.resolve("etcd"),
                        "--unsafe-no-fsync",
                        "--log-level=warn",
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + etcdPeers,
                        "--initial-advertise-peer-urls=" + etcdPeers,
                        "--initial-cluster=default=" + etcdPeers));
    }

    private boolean isReady() throws IOException, InterruptedException {
        if (!etcd.alive()) {
            throw new IllegalStateException("etcd has ended: see " + etcd.log());
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/readyz"))
                .header("Authorization", "Bearer " + adminToken)
                .timeout(Duration.ofSeconds(2))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    }

    private Path writeKubeconfig(String fileName, String token) {
        try {
            String ca = Base64.getEncoder().encodeToString(Files.readAllBytes(authority.certificateFile()));
            return write(fileName, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: playground, cluster: {server: "%s", certificate-authority-data: %s}}]
                    users: [{name: user, user: {token: "%s"}}]
                    contexts: [{name: playground, context: {cluster: playground, user: user, namespace: default}}]
                    current-context: playground
                    """.formatted(url(), ca, token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String fileName, String content) {
        try {
            return Files.writeString(directory.resolve(fileName), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String require(Command.Result result, String what) {
        if (!result.ok()) {
            throw new IllegalStateException(what + ": exit code " + result.exitCode() + ": " + result.text());
        }
        return result.stdout();
    }

    private static SSLContext trusting(CertificateAuthority authority) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", authority.certificate());
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
