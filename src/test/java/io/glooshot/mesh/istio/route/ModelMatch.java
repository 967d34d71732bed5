package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** How Envoy matches a request against a clause that Istio has translated. */
final class ModelMatch {

    private ModelMatch() {}

    static boolean matches(JsonNode clause, ModelRequest request) {
        boolean ignoreCase = clause.path("ignoreUriCase").asBoolean();
        return (!clause.has("uri") || uri(clause.get("uri"), request.pathWithoutQuery(), ignoreCase))
                && field(clause, "method", ":method", request)
                && field(clause, "authority", ":authority", request)
                && field(clause, "scheme", ":scheme", request)
                && clause.path("headers").properties().stream()
                        .allMatch(header -> text(
                                header.getValue(),
                                request.header(header.getKey().toLowerCase())))
                && clause.path("withoutHeaders").properties().stream()
                        .noneMatch(header -> without(
                                header.getValue(),
                                request.header(header.getKey().toLowerCase())))
                && clause.path("queryParams").properties().stream()
                        .allMatch(parameter -> text(parameter.getValue(), query(request, parameter.getKey())));
    }

    /** No matcher but one for a path that any request has. */
    static boolean isCatchAll(JsonNode clause) {
        JsonNode uri = clause.path("uri");
        return (uri.isMissingNode()
                        || uri.path("prefix").asText().equals("/")
                        || uri.path("regex").asText().equals(".*"))
                && List.of("method", "authority", "scheme", "headers", "withoutHeaders", "queryParams").stream()
                        .noneMatch(field -> clause.has(field)
                                && !(clause.get(field).isEmpty()
                                        && !field.equals("method")
                                        && !field.equals("authority")
                                        && !field.equals("scheme")));
    }

    private static boolean field(JsonNode clause, String field, String header, ModelRequest request) {
        return !clause.has(field) || text(clause.get(field), request.header(header));
    }

    private static boolean uri(JsonNode match, String path, boolean ignoreCase) {
        if (match.has("exact")) {
            String exact = match.get("exact").asText();
            return ignoreCase ? exact.equalsIgnoreCase(path) : exact.equals(path);
        }
        if (match.has("prefix")) {
            String prefix = match.get("prefix").asText();
            return path.regionMatches(ignoreCase, 0, prefix, 0, prefix.length());
        }
        return Pattern.matches(match.path("regex").asText(), path);
    }

    private static boolean text(JsonNode match, String value) {
        if (value == null) {
            return false;
        }
        if (match.has("exact")) {
            return value.equals(match.get("exact").asText());
        }
        if (match.has("prefix")) {
            return value.startsWith(match.get("prefix").asText());
        }
        String regex = match.path("regex").asText();
        return regex.isEmpty() || regex.equals("*") || Pattern.matches(regex, value);
    }

    /** A header that is not there counts as an empty one here, unless its presence is asked for. */
    private static boolean without(JsonNode match, String value) {
        boolean presence = match.isEmpty() || match.path("regex").asText().equals("*");
        return text(match, value == null && !presence ? "" : value);
    }

    private static String query(ModelRequest request, String name) {
        for (String parameter : request.path().replaceAll("^[^?]*\\??", "").split("&")) {
            String[] parts = parameter.split("=", 2);
            if (parts[0].equals(name)) {
                return parts.length == 1 ? "" : parts[1];
            }
        }
        return null;
    }
}
