package io.glooshot.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;

/** Answers as a good data source and as a good webhook, until it is told to turn bad. */
final class HostileServer implements AutoCloseable {

    enum Mode {
        GOOD,
        HANG,
        DRIP,
        GIGABYTE,
        TRUNCATED_JSON,
        WRONG_CONTENT_TYPE,
        REDIRECT_LOOP,
        UNAUTHORIZED,
        TOO_MANY_REQUESTS,
        RESET
    }

    /** A zero to a query, and at {@code $.value}. */
    private static final String ZERO =
            "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"0\"]},\"value\":0}";

    private static final Buffer PIECE = Buffer.buffer(new byte[64 << 10]);

    private final Vertx vertx;
    private final NetServer server;
    private volatile Mode mode = Mode.GOOD;

    HostileServer(Vertx vertx) {
        this.vertx = vertx;
        try {
            server = vertx.createNetServer()
                    .connectHandler(this::serve)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("no port for the hostile server", e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    void behave(Mode next) {
        mode = next;
    }

    @Override
    public void close() {
        server.close();
    }

    /** Whatever comes in one piece is one request: all of them are small. */
    private void serve(NetSocket client) {
        client.exceptionHandler(gone -> {});
        client.handler(request -> {
            switch (mode) {
                case HANG -> client.pause();
                case DRIP -> drip(client, response("200 OK", "application/json", ZERO), 0);
                case GIGABYTE -> {
                    client.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n");
                    flood(client, 1_000_000_000);
                }
                case TRUNCATED_JSON -> client.write(response("200 OK", "application/json", ZERO.substring(0, 40)));
                case WRONG_CONTENT_TYPE -> client.write(response("200 OK", "text/html", ZERO));
                case REDIRECT_LOOP ->
                    client.write("HTTP/1.1 307 Again\r\nLocation: %s/\r\nContent-Length: 0\r\n\r\n".formatted(url()));
                case UNAUTHORIZED -> client.write(response("401 Unauthorized", "text/plain", "who?"));
                case TOO_MANY_REQUESTS ->
                    client.write("HTTP/1.1 429 Slow down\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n");
                case RESET -> client.close();
                default -> client.write(response("200 OK", "application/json", ZERO));
            }
        });
    }

    private void drip(NetSocket client, String response, int at) {
        if (at < response.length()) {
            client.write(response.substring(at, at + 1));
            vertx.setTimer(50, next -> drip(client, response, at + 1));
        }
    }

    private void flood(NetSocket client, long left) {
        long rest = left;
        while (rest > 0 && !client.writeQueueFull()) {
            client.write(PIECE);
            rest -= PIECE.length();
        }
        long remaining = rest;
        if (remaining > 0) {
            client.drainHandler(room -> flood(client, remaining));
        }
    }

    private static String response(String status, String type, String body) {
        return "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, type, body.getBytes(UTF_8).length, body);
    }
}
