package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.api.GlooShot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A VirtualService as Istio reads it. No model of all its fields: nothing that a user wrote can get lost. */
public record VirtualService(ObjectNode json) {

    static final String MESH = "mesh";
    /** Oldest first, as Istio tries them. */
    static final Comparator<VirtualService> AGE = Comparator.comparing(VirtualService::created)
            .thenComparing(virtualService -> virtualService.id().name())
            .thenComparing(VirtualService::namespace);

    static final String REVISION_LABEL = "istio.io/rev";

    public ObjectName id() {
        return new ObjectName(metadata("namespace"), metadata("name"));
    }

    public String namespace() {
        return metadata("namespace");
    }

    private String created() {
        return metadata("creationTimestamp");
    }

    /** Made by us as a whole, for whichever experiment. */
    public boolean isOurs() {
        return !ownerUid().isEmpty();
    }

    public boolean isOursFor(String uid) {
        return ownerUid().equals(uid);
    }

    /** The experiment that made the object: by its name, which nobody can take from it as they can a label; or empty. */
    public String ownerUid() {
        return RouteName.uidOfObject(id().name())
                .orElseGet(() -> label(GlooShot.FAULT_LABEL).equals("true") ? label(GlooShot.UID_LABEL) : "");
    }

    public String label(String name) {
        return json.path("metadata").path("labels").path(name).asText();
    }

    /** Whether the proxies of the control plane are to go by it. One that is about to go is none to build on. */
    public boolean counts(Optional<String> revision) {
        JsonNode label = json.path("metadata").path("labels").path(REVISION_LABEL);
        return json.path("metadata").path("deletionTimestamp").isMissingNode()
                && (label.isMissingNode()
                        || revision.isEmpty()
                        || label.asText().equals(revision.get()));
    }

    /** Fully qualified, in lower case; none for a delegate. */
    public List<String> hosts(String clusterDomain) {
        return texts(json.path("spec").path("hosts")).stream()
                .map(host -> HostName.resolve(host, namespace(), clusterDomain))
                .toList();
    }

    public boolean isRoot() {
        return !json.path("spec").path("hosts").isEmpty();
    }

    public List<ObjectNode> http() {
        List<ObjectNode> routes = new ArrayList<>();
        json.path("spec").path("http").forEach(route -> {
            if (route instanceof ObjectNode object) {
                routes.add(object);
            }
        });
        return routes;
    }

    public boolean isWithoutRoutes() {
        JsonNode spec = json.path("spec");
        return spec.path("http").isEmpty()
                && spec.path("tcp").isEmpty()
                && spec.path("tls").isEmpty();
    }

    public boolean isInMesh() {
        List<String> gateways = texts(json.path("spec").path("gateways"));
        return gateways.isEmpty() || gateways.contains(MESH);
    }

    /** Those at the edge, as namespace/name. */
    public Set<String> gateways() {
        return texts(json.path("spec").path("gateways")).stream()
                .filter(name -> !name.equals(MESH))
                .map(this::gateway)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The full name of a gateway that is named here, in any of the ways that Istio takes. */
    public String gateway(String name) {
        if (name.equals(MESH)) {
            return name;
        }
        String[] parts = name.split("/", 2);
        if (parts.length == 2) {
            return parts[0].equals(".") ? namespace() + "/" + parts[1] : name;
        }
        String[] labels = name.split("\\.");
        return labels.length == 1 ? namespace() + "/" + name : labels[1] + "/" + labels[0];
    }

    public boolean isPublic() {
        List<String> exportTo = texts(json.path("spec").path("exportTo"));
        return exportTo.isEmpty() || exportTo.contains("*");
    }

    public boolean isExportedTo(String namespace) {
        List<String> exportTo = texts(json.path("spec").path("exportTo"));
        if (isPublic()) {
            return true;
        }
        return !exportTo.contains("~")
                && (exportTo.contains(namespace) || exportTo.contains(".") && namespace.equals(namespace()));
    }

    private String metadata(String field) {
        return json.path("metadata").path(field).asText();
    }

    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
