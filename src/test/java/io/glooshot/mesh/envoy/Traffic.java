package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Destination;
import io.glooshot.playground.EnvoyProxy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Calls through real proxies to a service that always answers 200. */
final class Traffic implements AutoCloseable {

    /** @param grpcStatus null when there is none */
    record Answer(int status, String grpcStatus, String body, long millis) {}

    /** What a caller asks for. */
    record Request(HttpMethod method, String path, Map<String, String> headers) {

        static final Request PLAIN = get("/");

        /** As far as a proxy can tell. */
        static final Request GRPC = new Request(
                HttpMethod.POST, "/service/method", Map.of("content-type", "application/grpc", "te", "trailers"));

        static Request get(String path) {
            return new Request(HttpMethod.GET, path, Map.of());
        }

        Request with(String header, String value) {
            Map<String, String> all = new TreeMap<>(headers);
            all.put(header, value);
            return new Request(method, path, all);
        }

        Request by(HttpMethod other) {
            return new Request(other, path, headers);
        }
    }

    /** What the service says. */
    static final String OK = "ok";

    private static final int AT_ONCE = 20;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(AT_ONCE));
    private final HttpClient http2 = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

    /** Starts a service; its port. */
    int service() {
        return join(vertx.createHttpServer()
                        .requestHandler(request -> request.response().end(OK))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    Answer call(EnvoyProxy proxy, Destination destination) {
        return join(send(proxy, destination));
    }

    int status(EnvoyProxy proxy, Destination destination) {
        return call(proxy, destination).status();
    }

    List<Answer> calls(int number, EnvoyProxy proxy, Destination destination) {
        return batches(number, () -> send(proxy, destination));
    }

    /** As a gRPC client makes them, as far as a proxy can tell. */
    List<Answer> grpcCalls(int number, EnvoyProxy proxy, Destination destination, String contentType) {
        return batches(number, () -> {
            RequestOptions options = options(proxy, destination)
                    .setMethod(HttpMethod.POST)
                    .putHeader("content-type", contentType)
                    .putHeader("te", "trailers");
            return send(http2, options);
        });
    }

    List<Answer> calls(int number, EnvoyProxy proxy, Destination destination, Request request) {
        HttpClient with = request.headers().containsKey("te") ? http2 : client;
        return batches(number, () -> send(with, options(proxy, destination, request)));
    }

    /** One after the other, on one connection. */
    HttpClient patient() {
        return vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1).setKeepAliveTimeout(600));
    }

    /** @param connections get the one that the call went by */
    Answer call(
            HttpClient patient,
            List<HttpConnection> connections,
            EnvoyProxy proxy,
            Destination destination,
            Request request) {
        return join(send(patient, options(proxy, destination, request), sent -> connections.add(sent.connection())));
    }

    private static RequestOptions options(EnvoyProxy proxy, Destination destination, Request request) {
        RequestOptions options =
                options(proxy, destination).setMethod(request.method()).setURI(request.path());
        request.headers().forEach(options::putHeader);
        return options;
    }

    private static List<Answer> batches(int number, Supplier<Future<Answer>> call) {
        return IntStream.range(0, number / AT_ONCE)
                .mapToObj(batch ->
                        IntStream.range(0, AT_ONCE).mapToObj(i -> call.get()).toList())
                .flatMap(batch -> join(Future.all(batch)).<Answer>list().stream())
                .toList();
    }

    private Future<Answer> send(EnvoyProxy proxy, Destination destination) {
        return send(client, options(proxy, destination));
    }

    private Future<Answer> send(HttpClient client, RequestOptions options) {
        return send(client, options, request -> {});
    }

    /** In one context from first to last: what comes before somebody listens is lost. */
    private Future<Answer> send(HttpClient client, RequestOptions options, Consumer<HttpClientRequest> connected) {
        Promise<Answer> answer = Promise.promise();
        vertx.runOnContext(here -> {
            long start = System.nanoTime();
            client.request(options)
                    .onSuccess(connected::accept)
                    .compose(HttpClientRequest::send)
                    .compose(response -> response.body()
                            .map(body -> new Answer(
                                    response.statusCode(),
                                    grpcStatus(response),
                                    body.toString(),
                                    (System.nanoTime() - start) / 1_000_000)))
                    .onComplete(answer);
        });
        return answer.future();
    }

    /** The route is chosen by the authority, which is not where the connection goes. */
    private static RequestOptions options(EnvoyProxy proxy, Destination destination) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(proxy.outboundPort(), "127.0.0.1"))
                .setHost(destination.service().toString())
                .setPort(destination.port());
    }

    /** A call that fails at once has its status among the headers; there is nothing for trailers to follow. */
    private static String grpcStatus(HttpClientResponse response) {
        String early = response.getHeader("grpc-status");
        return early == null ? response.getTrailer("grpc-status") : early;
    }

    @Override
    public void close() {
        join(vertx.close());
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
