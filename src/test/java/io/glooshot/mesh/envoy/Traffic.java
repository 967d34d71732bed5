package io.glooshot.mesh.envoy;

import io.glooshot.experiment.Destination;
import io.glooshot.playground.EnvoyProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Calls through real proxies to a service that always answers 200. */
final class Traffic implements AutoCloseable {

    record Answer(int status, long millis) {}

    private static final int AT_ONCE = 20;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(AT_ONCE));

    /** Starts a service; its port. */
    int service() {
        return join(vertx.createHttpServer()
                        .requestHandler(request -> request.response().end("ok"))
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
        return IntStream.range(0, number / AT_ONCE)
                .mapToObj(batch -> IntStream.range(0, AT_ONCE)
                        .mapToObj(i -> send(proxy, destination))
                        .toList())
                .flatMap(batch -> join(Future.all(batch)).<Answer>list().stream())
                .toList();
    }

    private Future<Answer> send(EnvoyProxy proxy, Destination destination) {
        long start = System.nanoTime();
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(proxy.outboundPort())
                .putHeader("Host", destination.toString());
        return client.request(options)
                .compose(HttpClientRequest::send)
                .compose(response -> response.body()
                        .map(body -> new Answer(response.statusCode(), (System.nanoTime() - start) / 1_000_000)));
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
