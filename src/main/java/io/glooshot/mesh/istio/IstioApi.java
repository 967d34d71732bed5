package io.glooshot.mesh.istio;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.apiserver.WatchedNamespaces;
import io.glooshot.experiment.AbortException;
import io.glooshot.mesh.istio.route.ObjectName;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Istio's objects in the API server, as they are, without a model that could drop what it does not know. Blocks. Every
 * write carries the {@code resourceVersion} that was read.
 */
final class IstioApi {

    /** Somebody else has written the object since it was read; read it again. */
    static final class ConflictException extends RuntimeException {
        ConflictException(String message) {
            super(message);
        }
    }

    /** As many objects as kubectl asks for at a time. */
    private static final int PAGE = 500;

    private static final int UNPROCESSABLE = 422;
    private static final Set<Integer> REFUSALS = Set.of(HTTP_BAD_REQUEST, HTTP_FORBIDDEN, UNPROCESSABLE);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;

    /** @param namespaces whose objects are listed */
    IstioApi(KubernetesClient client, WatchedNamespaces namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    /** All objects of a kind; none where the kind is not installed. */
    List<ObjectNode> list(IstioKind kind) {
        return list(kind, "");
    }

    /** Those with a label of this value. */
    List<ObjectNode> list(IstioKind kind, String label, String value) {
        String selector = URLEncoder.encode(label + "=" + value, UTF_8);
        return list(kind, "?labelSelector=" + selector);
    }

    private List<ObjectNode> list(IstioKind kind, String query) {
        return namespaces.gather(kind.plural(), namespace -> {
            String answer = read(uri(kind, namespace) + query);
            return answer == null ? List.of() : items(kind, parse(answer));
        });
    }

    /** The first of these namespaces in which the last look at some kind was refused: what it holds is not known. */
    Optional<String> unreadable(Collection<String> some) {
        return some.stream()
                .sorted()
                .filter(namespace -> Stream.of(IstioKind.values())
                        .anyMatch(kind -> namespaces.isUnreadable(kind.plural(), namespace)))
                .findFirst();
    }

    /**
     * Shows all objects of a kind, some at a time, so that they are never in memory all at once. Those of a namespace are as
     * they were at one moment, which is no earlier than the call; so are those of the cluster where all of it is watched.
     */
    void scan(IstioKind kind, Consumer<ObjectNode> look) {
        namespaces.gather(kind.plural(), namespace -> {
            scan(kind, namespace, look);
            return List.of();
        });
    }

    private void scan(IstioKind kind, Optional<String> namespace, Consumer<ObjectNode> look) {
        String next = "";
        do {
            String uri = "%s?limit=%d".formatted(uri(kind, namespace), PAGE);
            String answer = read(next.isEmpty() ? uri : uri + "&continue=" + URLEncoder.encode(next, UTF_8));
            ObjectNode page = answer == null ? JSON.createObjectNode() : parse(answer);
            items(kind, page).forEach(look);
            next = page.at("/metadata/continue").asText();
        } while (!next.isEmpty());
    }

    private static List<ObjectNode> items(IstioKind kind, ObjectNode list) {
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            ObjectNode object = (ObjectNode) item;
            object.put("apiVersion", kind.apiVersion());
            object.put("kind", kind.kind());
            objects.add(object);
        }
        return objects;
    }

    Optional<ObjectNode> get(IstioKind kind, ObjectName name) {
        return Optional.ofNullable(read(uri(kind, name))).map(IstioApi::parse);
    }

    /** @throws ConflictException when there is one of that name already */
    ObjectNode create(IstioKind kind, ObjectNode object, String manager) {
        ObjectName name = ObjectName.of(object);
        String uri = uri(kind, Optional.of(name.namespace()));
        return parse(send(kind, name, uri + query(manager), "POST", object));
    }

    /** @throws ConflictException when somebody else has written or deleted it meanwhile */
    void update(IstioKind kind, ObjectNode object, String manager) {
        ObjectName name = ObjectName.of(object);
        send(kind, name, uri(kind, name) + query(manager), "PUT", object);
    }

    /** What is gone already is well deleted; what was changed since it was read stays. */
    void delete(IstioKind kind, ObjectNode object) {
        ObjectName name = ObjectName.of(object);
        Map<String, Object> options = Map.of(
                "apiVersion", "v1",
                "kind", "DeleteOptions",
                "preconditions",
                        Map.of(
                                "uid", object.at("/metadata/uid").asText(),
                                "resourceVersion",
                                        object.at("/metadata/resourceVersion").asText()));
        try {
            send(kind, name, uri(kind, name), "DELETE", options);
        } catch (ConflictException gone) {
            // Gone, changed, or another object under its name by now: the next look tells.
        }
    }

    private String send(IstioKind kind, ObjectName name, String uri, String method, Object body) {
        try {
            return asking(method, uri, () -> client.raw(uri, method, write(body)));
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HTTP_CONFLICT || failure.getCode() == HTTP_NOT_FOUND) {
                throw new ConflictException(kind.describe(name) + " was changed by somebody else meanwhile.");
            }
            if (REFUSALS.contains(failure.getCode())) {
                throw new AbortException(
                        "Rejected", "%s was refused: %s".formatted(kind.describe(name), message(failure)));
            }
            throw failure;
        }
    }

    private String read(String uri) {
        return asking("GET", uri, () -> client.raw(uri));
    }

    /** The client does not say what was asked when there is no answer. */
    private static String asking(String method, String uri, Supplier<String> call) {
        try {
            return call.get();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() > 0) {
                throw failure;
            }
            String path = uri.split("\\?", 2)[0];
            throw new KubernetesClientException("%s %s had no answer".formatted(method, path), failure);
        }
    }

    private static String message(KubernetesClientException failure) {
        return failure.getStatus() != null && failure.getStatus().getMessage() != null
                ? failure.getStatus().getMessage()
                : failure.getMessage();
    }

    private static String uri(IstioKind kind, ObjectName name) {
        return uri(kind, Optional.of(name.namespace())) + "/" + name.name();
    }

    private static String uri(IstioKind kind, Optional<String> namespace) {
        return "/apis/%s/%s%s"
                .formatted(
                        kind.apiVersion(),
                        namespace.map("namespaces/%s/"::formatted).orElse(""),
                        kind.plural());
    }

    private static String query(String manager) {
        return "?fieldManager=" + URLEncoder.encode(manager, UTF_8);
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The API server sent no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
