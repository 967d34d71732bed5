package io.glooshot.mesh.istio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who owns {@code spec.http} of a user's VirtualService, by its {@code metadata.managedFields}. The list is one field to
 * the API server, so a route of ours takes it from its owner; kept, that would hide the owner's later changes. Whose it was
 * is noted in the name of our own field manager, which stands there for exactly as long as we own the field.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
 */
final class RouteOwnership {

    /** Field manager of what is ours altogether. */
    static final String MANAGER = "glooshot";

    private static final String BORROWED = MANAGER + ":";
    /** The API server takes no longer name. */
    private static final int LONGEST_NAME = 128;

    private record Owner(String operation, String manager) {}

    private RouteOwnership() {}

    /** The field manager to write the object's routes as. */
    static String managerFor(ObjectNode virtualService) {
        return ours(virtualService)
                .map(entry -> entry.path("manager").asText())
                .orElseGet(() -> borrowedFrom(owners(virtualService)));
    }

    /** Whether an object that holds no route of ours any more still says that we own its routes. */
    static boolean isOwnedByUs(ObjectNode virtualService) {
        return ours(virtualService).isPresent();
    }

    /** The managers who own the routes beside us, as they are called. */
    static List<String> otherOwners(ObjectNode virtualService) {
        return owners(virtualService).stream().map(Owner::manager).toList();
    }

    /**
     * The same object with its routes given back to whom they belonged. To be written in an update of its own: the API
     * server assigns what an update changes to whoever sends it.
     */
    static ObjectNode handedBack(ObjectNode virtualService, Instant now) {
        ObjectNode next = virtualService.deepCopy();
        ArrayNode entries = (ArrayNode) next.at("/metadata/managedFields");
        List<Owner> owners = ours(virtualService)
                .map(entry -> lenders(entry.path("manager").asText()))
                .orElse(List.of());
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (isOurs(entries.get(i))) {
                entries.remove(i);
            }
        }
        if (next.at("/spec/http").isArray()) {
            owners.forEach(owner -> give(entries, owner, next.path("apiVersion").asText(), now));
        }
        return next;
    }

    private static void give(ArrayNode entries, Owner owner, String apiVersion, Instant now) {
        ObjectNode entry = find(entries, owner);
        if (entry == null) {
            entry = entries.addObject()
                    .put("manager", owner.manager)
                    .put("operation", owner.operation)
                    .put("apiVersion", apiVersion)
                    .put("time", now.truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("fieldsType", "FieldsV1");
            entry.putObject("fieldsV1");
        }
        entry.withObject("/fieldsV1").withObjectProperty("f:spec").putObject("f:http");
    }

    private static ObjectNode find(ArrayNode entries, Owner owner) {
        for (JsonNode entry : entries) {
            if (isOf(entry, owner)) {
                return (ObjectNode) entry;
            }
        }
        return null;
    }

    private static boolean isOf(JsonNode entry, Owner owner) {
        return entry.path("manager").asText().equals(owner.manager)
                && entry.path("operation").asText().equals(owner.operation)
                && entry.path("subresource").asText().isEmpty();
    }

    private static Optional<JsonNode> ours(ObjectNode virtualService) {
        for (JsonNode entry : virtualService.at("/metadata/managedFields")) {
            if (isOurs(entry) && ownsRoutes(entry)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static List<Owner> owners(ObjectNode virtualService) {
        List<Owner> owners = new ArrayList<>();
        for (JsonNode entry : virtualService.at("/metadata/managedFields")) {
            if (!isOurs(entry) && ownsRoutes(entry)) {
                owners.add(new Owner(
                        entry.path("operation").asText(), entry.path("manager").asText()));
            }
        }
        return owners;
    }

    private static boolean isOurs(JsonNode entry) {
        String manager = entry.path("manager").asText();
        return manager.equals(MANAGER) || manager.startsWith(BORROWED);
    }

    private static boolean ownsRoutes(JsonNode entry) {
        return entry.path("fieldsV1").path("f:spec").has("f:http");
    }

    private static String borrowedFrom(List<Owner> owners) {
        StringBuilder name = new StringBuilder();
        for (Owner owner : owners) {
            String part = owner.operation + "=" + URLEncoder.encode(owner.manager, UTF_8);
            if (BORROWED.length() + name.length() + part.length() + 1 <= LONGEST_NAME) {
                name.append(name.isEmpty() ? "" : "&").append(part);
            }
        }
        return name.isEmpty() ? MANAGER : BORROWED + name;
    }

    private static List<Owner> lenders(String manager) {
        List<Owner> owners = new ArrayList<>();
        if (manager.startsWith(BORROWED)) {
            for (String part : manager.substring(BORROWED.length()).split("&")) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    owners.add(
                            new Owner(part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), UTF_8)));
                }
            }
        }
        return owners;
    }
}
