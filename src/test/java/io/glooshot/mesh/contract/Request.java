package io.glooshot.mesh.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/** One call of a service. */
record Request(String method, String path, Map<String, String> headers) {

    private static final String CONTENT_TYPE = "content-type";

    static final Request PLAIN = new Request("GET", "/", Map.of());
    /** As far as a proxy can tell. */
    static final Request GRPC =
            new Request("POST", "/service/method", Map.of(CONTENT_TYPE, "application/grpc", "te", "trailers"));

    static Request get(String path) {
        return new Request("GET", path, Map.of());
    }

    static Request with(String header, String value) {
        return new Request("GET", "/", Map.of(header, value));
    }

    Request by(String otherMethod) {
        return new Request(otherMethod, path, headers);
    }

    Request and(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Request(method, path, all);
    }

    boolean isGrpc() {
        return headers.getOrDefault(CONTENT_TYPE, "").startsWith("application/grpc");
    }
}
