package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tools that own a VirtualService and may take routes that they do not know out of it again. */
enum RouteOwner {
    ARGO_CD(
            "Argo CD",
            List.of("argocd.argoproj.io/instance"),
            List.of("argocd.argoproj.io/tracking-id"),
            List.of("argocd-controller", "argocd-application-controller"),
            ""),
    FLUX(
            "Flux",
            List.of("kustomize.toolkit.fluxcd.io/name", "helm.toolkit.fluxcd.io/name"),
            List.of(),
            List.of("kustomize-controller", "helm-controller"),
            ""),
    FLAGGER("Flagger", List.of(), List.of(), List.of("flagger"), "Canary"),
    ARGO_ROLLOUTS("Argo Rollouts", List.of(), List.of(), List.of("rollouts-controller"), "Rollout"),
    HELM("Helm", List.of(), List.of("meta.helm.sh/release-name"), List.of("helm"), "");

    private final String product;
    private final List<String> labels;
    private final List<String> annotations;
    private final List<String> managers;
    private final String owningKind;

    RouteOwner(
            String product, List<String> labels, List<String> annotations, List<String> managers, String owningKind) {
        this.product = product;
        this.labels = labels;
        this.annotations = annotations;
        this.managers = managers;
        this.owningKind = owningKind;
    }

    String product() {
        return product;
    }

    /** Everything that shows of a tool's hand in the object, in words; empty when nothing does. */
    static List<String> signsOf(ObjectNode object) {
        return Stream.of(values())
                .flatMap(owner -> owner.sign(object).map(sign -> owner.product + " (" + sign + ")").stream())
                .toList();
    }

    /** Who wrote the routes last, by the product's name where it is known. */
    static Optional<String> lastWriter(ObjectNode object) {
        String latest = "";
        String manager = "";
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            String time = entry.path("time").asText();
            boolean routes = entry.path("fieldsV1").path("f:spec").has("f:http");
            if (routes && time.compareTo(latest) >= 0) {
                latest = time;
                manager = entry.path("manager").asText();
            }
        }
        String name = manager;
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(Stream.of(values())
                        .filter(owner -> owner.managers.contains(name))
                        .map(owner -> owner.product + " (" + name + ")")
                        .findFirst()
                        .orElse(name));
    }

    private Optional<String> sign(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        List<String> signs = new ArrayList<>();
        labels.stream()
                .filter(label -> metadata.path("labels").has(label))
                .forEach(label -> signs.add("label " + label));
        annotations.stream()
                .filter(annotation -> metadata.path("annotations").has(annotation))
                .forEach(annotation -> signs.add("annotation " + annotation));
        for (JsonNode reference : metadata.path("ownerReferences")) {
            if (!owningKind.isEmpty() && reference.path("kind").asText().equals(owningKind)) {
                signs.add("owner " + owningKind + " " + reference.path("name").asText());
            }
        }
        for (JsonNode entry : metadata.path("managedFields")) {
            String manager = entry.path("manager").asText();
            if (managers.contains(manager)) {
                signs.add("field manager " + manager);
            }
        }
        return signs.stream().findFirst();
    }
}
