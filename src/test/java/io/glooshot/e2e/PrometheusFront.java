package io.glooshot.e2e;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stands between the controller and a real Prometheus, and can spoil its answers as no real one would on demand. */
final class PrometheusFront {

    enum Mode {
        PASS,
        HANG,
        ERROR_500,
        GARBAGE,
        EMPTY,
        RESET
    }

    private static final String NOTHING = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";

    private final HttpClient client;
    private final String target;
    private final int port;
    private volatile Mode mode = Mode.PASS;

    PrometheusFront(Vertx vertx, String target) {
        this.client = vertx.createHttpClient();
        this.target = target;
        try {
            this.port = vertx.createHttpServer()
                    .requestHandler(this::answer)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .actualPort();
        } catch (InterruptedException | java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no port for the front of Prometheus", e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void behave(Mode next) {
        mode = next;
    }

    private void answer(HttpServerRequest request) {
        switch (mode) {
            case HANG -> request.pause();
            case RESET -> request.connection().close();
            case ERROR_500 -> request.response().setStatusCode(500).end("out of memory");
            case GARBAGE -> json(request, "{\"status\":\"success\",\"data\":{\"resultType\":\"vec");
            case EMPTY -> json(request, NOTHING);
            default -> pass(request);
        }
    }

    private void pass(HttpServerRequest request) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(target + request.uri())
                .putHeader("Content-Type", "application/x-www-form-urlencoded");
        request.body()
                .compose(form -> client.request(options).compose(forward -> forward.send(form)))
                .compose(answer -> {
                    request.response().setStatusCode(answer.statusCode());
                    return answer.body();
                })
                .onSuccess(body -> json(request, body))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private static void json(HttpServerRequest request, String body) {
        json(request, Buffer.buffer(body));
    }

    private static void json(HttpServerRequest request, Buffer body) {
        request.response().putHeader("Content-Type", "application/json").end(body);
    }
}
