package io.glooshot.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Turns a release and somebody's wishes into the objects of an installation. */
final class Rendering {

    /** On pods: what their settings are, so that they are replaced when those change. */
    private static final String SETTINGS = "glooshot.solo.io/settings";

    private static final String TLS = "/etc/glooshot/tls/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Release release;
    private final Values values;

    Rendering(Release release, Values values) {
        this.release = release;
        this.values = values;
    }

    /** In the order in which they can be made. */
    List<Item> items() {
        return release.objects().stream()
                .map(ObjectNode::deepCopy)
                .filter(this::isWanted)
                .map(this::rendered)
                .flatMap(new Bindings(values)::placed)
                .map(Item::of)
                .sorted(Item.ORDER)
                .toList();
    }

    private boolean isWanted(ObjectNode object) {
        return switch (object.at("/metadata/labels").path(Names.COMPONENT_LABEL).asText()) {
            case "guard" -> values.guard().enabled();
            case "mesh-istio" -> values.meshes().istio();
            case "mesh-envoy" -> values.meshes().envoy();
            default -> true;
        };
    }

    private ObjectNode rendered(ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        label(metadata);
        metadata.withObject("/labels").put(Names.MANAGED_BY_LABEL, Names.GLOOSHOT);
        boolean isNamespace = object.path("kind").asText().equals("Namespace");
        if (isNamespace) {
            metadata.put("name", values.namespace());
        } else if (metadata.has("namespace")) {
            metadata.put("namespace", values.namespace());
        }
        for (JsonNode subject : object.path("subjects")) {
            ((ObjectNode) subject).put("namespace", values.namespace());
        }
        switch (object.path("kind").asText()) {
            case "ConfigMap" -> object.set("data", JSON.valueToTree(settings()));
            case "ValidatingAdmissionPolicy" -> admission(object);
            case "Deployment" -> deployment(object);
            default -> {
                // As it is.
            }
        }
        return object;
    }

    private void label(ObjectNode metadata) {
        ObjectNode labels = metadata.withObject("/labels");
        labels.put(Names.NAME_LABEL, Names.GLOOSHOT);
        labels.put(Names.VERSION_LABEL, release.version());
    }

    /** No experiment is taken that nobody would look at. */
    private void admission(ObjectNode policy) {
        if (!values.watchNamespaces().isEmpty()) {
            String names = String.join("', '", values.watchNamespaces());
            policy.withObject("/spec")
                    .withArray("/validations")
                    .insertObject(0)
                    .put("expression", "request.namespace in ['%s']".formatted(names))
                    .put("reason", "Forbidden")
                    .put(
                            "message",
                            "this installation of Gloo Shot watches other namespaces only: "
                                    + String.join(", ", values.watchNamespaces()));
        }
    }

    private void deployment(ObjectNode deployment) {
        boolean isGuard = deployment.at("/metadata/name").asText().equals(Names.GUARD);
        ObjectNode spec = deployment.withObject("/spec");
        ObjectNode template = spec.withObject("/template");
        ObjectNode pod = template.withObject("/spec");
        ObjectNode container = (ObjectNode) pod.withArray("/containers").get(0);
        // A new version's pods differ from those before, whatever image they are told.
        label(template.withObject("/metadata"));
        container.put("image", values.image().orElse("%s:%s".formatted(Names.GLOOSHOT, release.version())));
        values.imagePullPolicy().ifPresent(policy -> container.put("imagePullPolicy", policy));
        if (!values.imagePullSecrets().isEmpty()) {
            ArrayNode secrets = pod.withArray("/imagePullSecrets");
            values.imagePullSecrets().forEach(name -> secrets.addObject().put("name", name));
        }
        if (!values.nodeSelector().isEmpty()) {
            pod.set("nodeSelector", JSON.valueToTree(values.nodeSelector()));
        }
        if (!values.tolerations().isEmpty()) {
            pod.set("tolerations", JSON.valueToTree(values.tolerations()));
        }
        Optional<Values.Resources> resources = isGuard ? values.guard().resources() : values.resources();
        resources.ifPresent(wanted -> container.set("resources", JSON.valueToTree(wanted)));
        if (isGuard) {
            watching()
                    .forEach((name, value) -> container
                            .withArray("/env")
                            .addObject()
                            .put("name", name)
                            .put("value", value));
        } else {
            spec.put("replicas", values.replicas());
            template.withObject("/metadata/annotations").put(SETTINGS, hash(settings()));
        }
    }

    /** As the controller takes them from its environment, sorted. */
    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(watching());
        values.prometheusUrl().ifPresent(url -> settings.put("GLOOSHOT_PROMETHEUS_URL", url));
        if (!values.meshes().istio()) {
            settings.put(Names.ISTIO_ENABLED, "false");
        }
        if (values.meshes().envoy()) {
            settings.put("QUARKUS_GRPC_SERVER_HOST", "0.0.0.0");
            settings.put("QUARKUS_GRPC_SERVER_SSL_CERTIFICATE", TLS + "tls.crt");
            settings.put("QUARKUS_GRPC_SERVER_SSL_KEY", TLS + "tls.key");
            settings.put("GLOOSHOT_ENVOY_TRUSTED_CA", TLS + "ca.crt");
        }
        values.settings().forEach((name, value) -> settings.put(variable(name), value));
        return settings;
    }

    /** What controller and guard have to be told alike. */
    private Map<String, String> watching() {
        if (values.watchNamespaces().isEmpty()) {
            return Map.of();
        }
        Map<String, String> watching = new TreeMap<>();
        watching.put(Names.WATCH_NAMESPACES, String.join(",", values.watchNamespaces()));
        if (values.meshes().istio()) {
            watching.put(Names.CONTROL_PLANE_NAMESPACE, values.meshes().istioNamespace());
        }
        return watching;
    }

    private static String variable(String setting) {
        return setting.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String hash(Map<String, String> settings) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(settings.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names of the Deployments that there are to be. */
    static Set<String> deployments(Values values) {
        return values.guard().enabled() ? Set.of(Names.CONTROLLER, Names.GUARD) : Set.of(Names.CONTROLLER);
    }
}
