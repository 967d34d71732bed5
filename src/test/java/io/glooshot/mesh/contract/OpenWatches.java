package io.glooshot.mesh.contract;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The watches that go over a front, and how an API server ends them: at any time, and with 410 when it has forgotten. */
final class OpenWatches {

    private static final String EXPIRED = new JsonObject()
                    .put("type", "ERROR")
                    .put("object", Refusal.status(HttpURLConnection.HTTP_GONE))
                    .encode()
            + "\n";

    private final Map<HttpServerResponse, HttpClientResponse> open = new ConcurrentHashMap<>();

    static boolean isWatch(String uri) {
        return uri.contains("watch=true");
    }

    void note(HttpServerRequest request, HttpClientResponse answer) {
        open.keySet().removeIf(response -> response.ended() || response.closed());
        if (isWatch(request.uri()) && answer.statusCode() == HttpURLConnection.HTTP_OK) {
            open.put(request.response(), answer);
        }
    }

    void end() {
        List.copyOf(open.keySet()).forEach(response -> end(response, ""));
    }

    void expire() {
        List.copyOf(open.keySet()).forEach(response -> end(response, EXPIRED));
    }

    private void end(HttpServerResponse response, String lastEvent) {
        HttpClientResponse answer = open.remove(response);
        if (answer != null && !response.ended() && !response.closed()) {
            response.end(lastEvent);
            // The other half would go on to send events for nobody.
            answer.request().reset();
        }
    }
}
