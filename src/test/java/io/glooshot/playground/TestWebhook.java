package io.glooshot.playground;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A webhook that answers with the status that a test sets, 200 at first. */
public final class TestWebhook implements AutoCloseable {
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<String> json = new AtomicReference<>();
    private final AtomicReference<String> authorization = new AtomicReference<>();
    private final LoopbackServer server;

    private TestWebhook(Vertx vertx) {
        server = LoopbackServer.start(vertx, request -> {
            requests.incrementAndGet();
            authorization.set(request.getHeader("Authorization"));
            request.response().setStatusCode(status.get());
            if (json.get() == null) {
                request.response().end();
            } else {
                request.response().putHeader("Content-Type", "application/json").end(json.get());
            }
        });
    }

    public static TestWebhook start(Vertx vertx) {
        return new TestWebhook(vertx);
    }

    public void answerWith(int newStatus) {
        status.set(newStatus);
    }

    /** From now on with this for a body. */
    public void answerWithJson(String body) {
        json.set(body);
    }

    /** As it was sent with the last request; null when it was not. */
    public String authorization() {
        return authorization.get();
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
