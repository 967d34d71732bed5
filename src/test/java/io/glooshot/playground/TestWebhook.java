package io.glooshot.playground;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook that answers with the status that a test sets, 200 at first. */
public final class TestWebhook implements AutoCloseable {
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger requests = new AtomicInteger();
    private final LoopbackServer server;

    private TestWebhook(Vertx vertx) {
        server = LoopbackServer.start(vertx, request -> {
            requests.incrementAndGet();
            request.response().setStatusCode(status.get()).end();
        });
    }

    public static TestWebhook start(Vertx vertx) {
        return new TestWebhook(vertx);
    }

    public void answerWith(int newStatus) {
        status.set(newStatus);
    }

    public int requests() {
        return requests.get();
    }

    public String url() {
        return server.url() + "/healthy";
    }

    @Override
    public void close() {
        server.close();
    }
}
