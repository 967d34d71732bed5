package io.glooshot.playground;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** An HTTP server within this JVM, for the application and for what tests answer themselves. */
final class LoopbackServer implements AutoCloseable {
    private final HttpServer server;

    private LoopbackServer(HttpServer server) {
        this.server = server;
    }

    /** The kernel chooses the port: nobody has to know it before it listens. */
    static LoopbackServer start(Vertx vertx, Handler<HttpServerRequest> handler) {
        return new LoopbackServer(
                join(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1")));
    }

    int port() {
        return server.actualPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        join(server.close());
    }

    /** For threads that may wait; never from an event loop, which would wait for itself. */
    static <T> T join(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
