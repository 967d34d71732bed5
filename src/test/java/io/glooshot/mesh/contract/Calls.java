package io.glooshot.mesh.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Calls through real proxies. */
final class Calls implements AutoCloseable {

    private static final int AT_ONCE = 20;
    private static final String WORKLOAD_HEADER = "x-version";

    private final HttpClient client;
    private final HttpClient http2;

    Calls(Vertx vertx) {
        client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(AT_ONCE));
        http2 = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    /** @param number in whole batches of 20 */
    List<Answer> make(int number, Target target, Request request) {
        return IntStream.range(0, number / AT_ONCE)
                .mapToObj(batch -> Stream.generate(() -> send(target, request))
                        .limit(AT_ONCE)
                        .toList())
                .flatMap(batch -> join(Future.all(batch)).<Answer>list().stream())
                .toList();
    }

    private Future<Answer> send(Target target, Request request) {
        // The route is chosen by the authority, which is not where the connection goes.
        String[] authority = target.host().split(":");
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(target.port(), target.address()))
                .setHost(authority[0])
                .setPort(Integer.parseInt(authority[1]))
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(request.path());
        request.headers().forEach(options::putHeader);
        long start = System.nanoTime();
        return (request.isGrpc() ? http2 : client)
                .request(options)
                .compose(sent -> sent.send())
                .compose(response -> response.body()
                        .map(body -> new Answer(
                                response.statusCode(),
                                grpcStatus(response),
                                header(response, WORKLOAD_HEADER),
                                (System.nanoTime() - start) / 1_000_000)));
    }

    /** A call that fails at once has its status among the headers; there is nothing for trailers to follow. */
    private static String grpcStatus(HttpClientResponse response) {
        String late = response.getTrailer("grpc-status");
        return late == null ? header(response, "grpc-status") : late;
    }

    private static String header(HttpClientResponse response, String name) {
        String value = response.getHeader(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        join(client.close());
        join(http2.close());
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
