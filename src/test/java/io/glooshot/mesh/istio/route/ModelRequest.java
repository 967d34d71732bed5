package io.glooshot.mesh.istio.route;

import java.util.Map;

/**
 * A request as a proxy sees it.
 *
 * @param path with the query
 * @param headers by name in lower case
 */
record ModelRequest(String authority, int port, String method, String path, Map<String, String> headers) {

    String header(String name) {
        return switch (name) {
            case ":authority" -> authority;
            case ":method" -> method;
            case ":path" -> path;
            case ":scheme" -> "http";
            default -> headers.get(name);
        };
    }

    String pathWithoutQuery() {
        return path.replaceAll("\\?.*", "");
    }

    String host() {
        return authority.replaceAll(":[0-9]+$", "").toLowerCase();
    }
}
