package io.glooshot.mesh.contract;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** How the API server says no. */
final class Refusal {

    private Refusal() {}

    static void send(HttpServerRequest request, int status) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Retry-After", "1")
                .end(status(status).encode());
    }

    /** An object of the kind Status, as it also comes as an event of a watch. */
    static JsonObject status(int code) {
        return new JsonObject()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("metadata", new JsonObject())
                .put("status", "Failure")
                .put("code", code)
                .put("reason", reason(code))
                .put("message", code == 410 ? "too old resource version: made up by a test" : "made up by a test");
    }

    private static String reason(int code) {
        return switch (code) {
            case 409 -> "Conflict";
            case 410 -> "Expired";
            case 429 -> "TooManyRequests";
            default -> "InternalError";
        };
    }
}
