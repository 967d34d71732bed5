package io.glooshot.playground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What service accounts have asked of an API server, in its own words. Other users are left out. */
public record AuditLog(Path file) {

    /** @param resource with its subresource, as roles name it: {@code experiments/status} */
    public record Call(String verb, String group, String resource, String namespace, String name, int code) {

        /** What a role has to grant for it. */
        public String right() {
            return "%s %s".formatted(verb, group.isEmpty() ? resource : resource + "." + group);
        }
    }

    static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - {level: Metadata, userGroups: [system:serviceaccounts]}
            - {level: None}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those that are about objects, in order. What is still being written is left out. */
    public List<Call> of(String namespace, String serviceAccount) {
        String user = "system:serviceaccount:%s:%s".formatted(namespace, serviceAccount);
        String written = read();
        try (Stream<String> lines =
                written.substring(0, written.lastIndexOf('\n') + 1).lines()) {
            return lines.map(AuditLog::parse)
                    .filter(event -> event.at("/user/username").asText().equals(user) && event.has("objectRef"))
                    .map(AuditLog::call)
                    .toList();
        }
    }

    /** What our own accounts had no right to, in order. What is refused for another reason, with the same code, is not. */
    List<String> refused(String namespace) {
        try (Stream<String> lines = read().lines()) {
            return lines.filter(line -> line.contains("\"authorization.k8s.io/decision\":\"forbid\""))
                    .filter(line -> line.contains("system:serviceaccount:%s:glooshot-".formatted(namespace)))
                    .map(line -> "%s as %s"
                            .formatted(
                                    call(parse(line)),
                                    parse(line).at("/user/username").asText()))
                    .toList();
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Call call(JsonNode event) {
        JsonNode object = event.path("objectRef");
        String subresource = object.path("subresource").asText();
        return new Call(
                event.path("verb").asText(),
                object.path("apiGroup").asText(),
                object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                object.path("namespace").asText(),
                object.path("name").asText(),
                event.at("/responseStatus/code").asInt());
    }
}
