package io.glooshot.mesh.contract;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Stands between one process and the real API server. It tells what the process has written, and has things happen to
 * its writes that would otherwise be a matter of luck.
 */
public final class ApiFront implements AutoCloseable {

    /** @param incident that befell it; null as a rule */
    public record Call(String method, String uri, Incident incident) {

        /** A dry run asks what a write would do, and a review is a question that is asked by POST. */
        public boolean writes() {
            return !READING.contains(method) && !uri.contains("dryRun=") && !uri.startsWith(REVIEWS);
        }
    }

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** Of {@code authentication.k8s.io} and {@code authorization.k8s.io}. */
    private static final String REVIEWS = "/apis/auth";

    /** They belong to a connection, and there are two here. */
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "transfer-encoding", "host");

    private static final int MOST_AT_A_TIME = 200;

    private final Vertx vertx;
    private final Config direct;
    private final HttpClient upstream;
    private final HttpServer server;
    private final KubernetesClient client;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final OpenWatches watches = new OpenWatches();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private Incident incident;
    private int callsUntilIncident;
    private Predicate<Call> waitingFor = Call::writes;
    private volatile Function<Call, Optional<Incident>> rule = call -> Optional.empty();
    private volatile boolean severed;

    private ApiFront(Vertx vertx, Config direct) {
        this.vertx = vertx;
        this.direct = direct;
        Buffer authority = Buffer.buffer(Base64.getDecoder().decode(direct.getCaCertData()));
        this.upstream = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertValue(authority))
                .setMaxPoolSize(MOST_AT_A_TIME));
        // Without lingering a closed connection is a reset one, as those of a process that is gone are.
        this.server = join(vertx.createHttpServer(new HttpServerOptions().setSoLinger(0))
                .connectionHandler(this::connected)
                .requestHandler(this::accept)
                .listen(0, "127.0.0.1"));
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.actualPort())
                        .withOauthToken(direct.getAutoOAuthToken())
                        // As the controller's own.
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout(5_000)
                        .withConnectionTimeout(3_000)
                        // A watch by WebSocket is no HTTP request, and this front serves nothing else.
                        .withOnlyHttpWatches(true)
                        .build())
                .build();
    }

    /** @param direct a client of the API server */
    public static ApiFront before(KubernetesClient direct, Vertx vertx) {
        return new ApiFront(vertx, direct.getConfiguration());
    }

    /** Of the process that is behind this front. */
    public KubernetesClient client() {
        return client;
    }

    /** With which another process takes this front for its API server. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: front, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: user, user: {token: "%s"}}]
                contexts: [{name: front, context: {cluster: front, user: user, namespace: default}}]
                current-context: front
                """.formatted(server.actualPort(), direct.getAutoOAuthToken());
    }

    /**
     * Has something happen to a write, once.
     *
     * @param number counted from now on; the next one is the first
     */
    public synchronized void onWrite(int number, Incident next) {
        onCall(number, Call::writes, next);
    }

    /** The same for one of those calls that count. */
    public synchronized void onCall(int number, Predicate<Call> which, Incident next) {
        incident = next;
        callsUntilIncident = number;
        waitingFor = which;
    }

    /** Has a rule say what befalls each call from now on, whatever {@link #onCall} waits for. */
    public void treat(Function<Call, Optional<Incident>> every) {
        rule = every;
    }

    /** Whether there was not, or not yet, a write for the incident to happen to. */
    public synchronized boolean isWaiting() {
        return incident != null;
    }

    /** Nothing is to happen any more. */
    public synchronized void calm() {
        incident = null;
        rule = call -> Optional.empty();
    }

    /** The process is gone, or so it seems: its connections are reset, and new ones are too. */
    public void sever() {
        severed = true;
        cutConnections();
    }

    /** Its connections are reset, and new ones are good. */
    public void cutConnections() {
        connections.forEach(HttpConnection::close);
    }

    public void restore() {
        severed = false;
    }

    /** Ends all watches in order, as the API server does from time to time. */
    public void endWatches() {
        watches.end();
    }

    /** Ends all watches with the event that tells a watcher that its resourceVersion is too old. */
    public void expireWatches() {
        watches.expire();
    }

    /** Has events of watches go astray, by their JSON. */
    public void keepBack(Predicate<String> events) {
        watches.keepBack(events);
    }

    /** All since the start, whatever became of them. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Those that changed something, or would have. */
    public List<Call> writes() {
        return calls.stream().filter(Call::writes).toList();
    }

    private void connected(HttpConnection connection) {
        connections.add(connection);
        connection.closeHandler(gone -> connections.remove(connection));
        if (severed) {
            connection.close();
        }
    }

    private void accept(HttpServerRequest request) {
        if (request.headers().contains("Upgrade")) {
            // Whoever wants to watch by WebSocket then does it by HTTP, as behind any other proxy that knows no better.
            request.response().setStatusCode(503).end();
            return;
        }
        request.body().onSuccess(body -> {
            Incident happening = arrive(request);
            if (severed || happening instanceof Incident.CutBefore) {
                sever();
            } else if (happening instanceof Incident.CutAfter) {
                // Whatever the answer was: nobody learns of it.
                forward(request, body).onComplete(answer -> sever());
            } else if (happening instanceof Incident.LostBefore) {
                request.connection().close();
            } else if (happening instanceof Incident.LostAfter) {
                forward(request, body).onComplete(answer -> request.connection().close());
            } else if (happening instanceof Incident.Refused refused) {
                Refusal.send(request, refused.status());
            } else if (happening instanceof Incident.Preceded preceded) {
                vertx.executeBlocking(() -> {
                            preceded.deed().run();
                            return null;
                        })
                        .onSuccess(done -> pass(request, body))
                        .onFailure(
                                failure -> request.response().setStatusCode(502).end("test: " + failure));
            } else if (happening instanceof Incident.Held held) {
                Context own = Vertx.currentContext();
                held.release().thenRun(() -> own.runOnContext(released -> pass(request, body)));
            } else {
                pass(request, body);
            }
        });
    }

    private synchronized Incident arrive(HttpServerRequest request) {
        Call call = new Call(request.method().name(), request.uri(), null);
        boolean isDue = incident != null && !severed && waitingFor.test(call) && --callsUntilIncident <= 0;
        Incident now = isDue ? incident : severed ? null : rule.apply(call).orElse(null);
        if (isDue) {
            incident = null;
        }
        calls.add(new Call(call.method(), call.uri(), now));
        return now;
    }

    private void pass(HttpServerRequest request, Buffer body) {
        forward(request, body)
                .onSuccess(answer -> {
                    request.response().setStatusCode(answer.statusCode());
                    answer.headers().forEach((name, value) -> {
                        if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                            request.response().putHeader(name, value);
                        }
                    });
                    if (!request.response().headers().contains("Content-Length")) {
                        request.response().setChunked(true);
                    }
                    if (OpenWatches.isWatch(request.uri())) {
                        watches.pass(request, answer);
                    } else {
                        answer.pipeTo(request.response());
                    }
                })
                .onFailure(unreachable -> request.connection().close());
    }

    private Future<HttpClientResponse> forward(HttpServerRequest request, Buffer body) {
        URI target = URI.create(direct.getMasterUrl());
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(target.getHost())
                .setPort(target.getPort())
                .setURI(request.uri());
        request.headers().forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                options.addHeader(name, value);
            }
        });
        return upstream.request(options).compose(forward -> {
            // Whoever ends a watch here ends it there.
            request.response().closeHandler(gone -> forward.reset());
            return forward.send(body);
        });
    }

    @Override
    public void close() {
        client.close();
        join(server.close());
        join(upstream.close());
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
