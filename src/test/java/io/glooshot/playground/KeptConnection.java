package io.glooshot.playground;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One connection, kept open from call to call. Through a sidecar it keeps that one's connection to the other side open
 * too, as long as no other call takes it.
 */
public final class KeptConnection implements AutoCloseable {
    public record Reply(int status, String body, Map<String, String> headers, Duration latency) {
        /** @param name in lower case */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    private static final int IDLE_SECONDS = 3_600;

    private final HttpClient client;
    private final Traffic.Target target;

    private KeptConnection(HttpClient client, Traffic.Target target) {
        this.client = client;
        this.target = target;
    }

    static KeptConnection to(Vertx vertx, Traffic.Target target) {
        HttpClientOptions one = new HttpClientOptions().setMaxPoolSize(1).setKeepAliveTimeout(IDLE_SECONDS);
        return new KeptConnection(vertx.createHttpClient(one), target);
    }

    /** The connection is opened with the first. */
    public Reply ask() {
        return ask(target.path(), Map.of());
    }

    public Reply ask(String path, Map<String, String> headers) {
        long start = System.nanoTime();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(target.address())
                .setPort(target.port())
                .setURI(path)
                .putHeader("Host", target.host());
        target.headers().forEach(options::putHeader);
        headers.forEach(options::putHeader);
        return LoopbackServer.join(client.request(options)
                .compose(request -> request.send())
                .compose(response -> response.body()
                        .map(body -> new Reply(
                                response.statusCode(),
                                body.toString(),
                                byLowerCaseName(response.headers()),
                                Duration.ofNanos(System.nanoTime() - start)))));
    }

    private static Map<String, String> byLowerCaseName(MultiMap headers) {
        Map<String, String> all = new TreeMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        return all;
    }

    @Override
    public void close() {
        LoopbackServer.join(client.close());
    }
}
