package io.glooshot.mesh.contract;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The watches that go over a front, and how an API server ends them: at any time, and with 410 when it has forgotten. */
final class OpenWatches {

    private static final String EXPIRED = new JsonObject()
                    .put("type", "ERROR")
                    .put("object", Refusal.status(HttpURLConnection.HTTP_GONE))
                    .encode()
            + "\n";

    private final Map<HttpServerResponse, HttpClientResponse> open = new ConcurrentHashMap<>();
    private volatile Predicate<String> unheard = event -> false;

    static boolean isWatch(String uri) {
        return uri.contains("watch=true");
    }

    /** Event by event: a watch has no end. */
    void pass(HttpServerRequest request, HttpClientResponse answer) {
        HttpServerResponse response = request.response();
        open.keySet().removeIf(OpenWatches::isOver);
        if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
            answer.pipeTo(response);
            return;
        }
        open.put(response, answer);
        RecordParser.newDelimited("\n", answer)
                .handler(event -> {
                    if (!isOver(response) && !unheard.test(event.toString())) {
                        response.write(event.appendString("\n"));
                    }
                })
                .endHandler(end -> {
                    if (!isOver(response)) {
                        response.end();
                    }
                })
                .exceptionHandler(gone -> response.reset());
    }

    /** Has events go astray, by their JSON. */
    void keepBack(Predicate<String> events) {
        unheard = events;
    }

    private static boolean isOver(HttpServerResponse response) {
        return response.ended() || response.closed();
    }

    void end() {
        List.copyOf(open.keySet()).forEach(response -> end(response, ""));
    }

    void expire() {
        List.copyOf(open.keySet()).forEach(response -> end(response, EXPIRED));
    }

    private void end(HttpServerResponse response, String lastEvent) {
        HttpClientResponse answer = open.remove(response);
        if (answer != null && !isOver(response)) {
            response.end(lastEvent);
            // The other half would go on to send events for nobody.
            answer.request().reset();
        }
    }
}
