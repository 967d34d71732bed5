package io.glooshot.metric;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/**
 * One HTTP request and its answer, bounded in time to the last byte and in memory. Stands on the plain Vert.x client,
 * because the REST client collects a body of any size before it hands it over.
 *
 * <p>All but {@link #abandon} runs on the request's event loop.
 */
final class Exchange {

    /**
     * @param body at most as much as was allowed
     * @param isWhole whether the body is all that the server would have sent
     * @param retryAfter the header of that name
     */
    record Answer(int status, String contentType, Buffer body, boolean isWhole, String retryAfter) {}

    private final int limit;
    private final UniEmitter<? super Answer> emitter;
    private final Buffer body = Buffer.buffer();
    private boolean isOver;
    private HttpClientRequest request;

    private Exchange(int limit, UniEmitter<? super Answer> emitter) {
        this.limit = limit;
        this.emitter = emitter;
    }

    /**
     * Sends a request, one that is abandoned with its connection when the answer is too long or too late.
     *
     * @param limit bytes of the body to read at most
     * @return fails when there is no whole answer in time
     */
    static Uni<Answer> send(HttpClient client, RequestOptions options, Buffer content, int limit, Duration timeout) {
        return Uni.createFrom()
                .<Answer>emitter(emitter -> {
                    Exchange exchange = new Exchange(limit, emitter);
                    emitter.onTermination(exchange::abandon);
                    client.request(options)
                            .onSuccess(request -> exchange.begin(request, content))
                            .onFailure(emitter::fail);
                })
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    private void begin(HttpClientRequest request, Buffer content) {
        if (!hold(request)) {
            request.connection().close();
            return;
        }
        // Told by the exchange's failure already; Vert.x would log each with its trace, at every poll of a dead server.
        request.connection().exceptionHandler(told -> {});
        request.exceptionHandler(told -> {});
        request.send(content).onSuccess(this::read).onFailure(emitter::fail);
    }

    private void read(HttpClientResponse response) {
        response.exceptionHandler(emitter::fail);
        response.endHandler(end -> {
            isOver();
            answer(response, true);
        });
        response.handler(part -> {
            int room = limit - body.length();
            body.appendBuffer(part.length() <= room ? part : part.slice(0, room));
            if (part.length() > room) {
                answer(response, false);
            }
        });
    }

    /** Completing ends the exchange, and with it the connection if there is more to come. */
    private void answer(HttpClientResponse response, boolean isWhole) {
        emitter.complete(new Answer(
                response.statusCode(),
                response.getHeader("Content-Type"),
                body,
                isWhole,
                response.getHeader("Retry-After")));
    }

    /** Whether the answer is still wanted now that there is a connection. */
    private synchronized boolean hold(HttpClientRequest begun) {
        request = begun;
        return !isOver;
    }

    private synchronized void isOver() {
        isOver = true;
        request = null;
    }

    private synchronized void abandon() {
        if (request != null) {
            // A reset leaves the connection open when it comes just before the request is sent.
            request.connection().close();
        }
        isOver();
    }
}
