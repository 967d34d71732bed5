package io.glooshot.install;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.ServerSideApplicable;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of an installation as the API server has them. Blocks. */
final class InstalledObjects {

    private final KubernetesClient client;

    InstalledObjects(KubernetesClient client) {
        this.client = client;
    }

    Optional<Item> find(Item item) {
        return Optional.ofNullable(resource(item).get()).map(this::item);
    }

    /**
     * All that {@code init} has made, in whatever version: it bears the labels, and our field manager has applied it. What
     * somebody has only labelled like that is theirs.
     */
    List<Item> inventory(String namespace) {
        return labelled(Names.INVENTORY, namespace).stream()
                .filter(InstalledObjects::isApplied)
                .map(this::item)
                .filter(item -> item.kind() != Kind.NAMESPACE || item.name().equals(namespace))
                .sorted(Item.ORDER)
                .toList();
    }

    private List<GenericKubernetesResource> labelled(String selector, String namespace) {
        List<GenericKubernetesResource> found = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            var objects = client.genericKubernetesResources(kind.context());
            // Of those there can be some in each namespace that is watched.
            boolean isAnywhere = kind == Kind.ROLE_BINDING;
            found.addAll((kind.isNamespaced() && !isAnywhere
                            ? objects.inNamespace(namespace)
                                    .withLabelSelector(selector)
                                    .list()
                            : objects.inAnyNamespace()
                                    .withLabelSelector(selector)
                                    .list())
                    .getItems());
        }
        return found;
    }

    private static boolean isApplied(GenericKubernetesResource object) {
        return Stream.ofNullable(object.getMetadata().getManagedFields())
                .flatMap(List::stream)
                .anyMatch(InstalledObjects::isOurs);
    }

    private static boolean isOurs(ManagedFieldsEntry entry) {
        return Names.FIELD_MANAGER.equals(entry.getManager()) && "Apply".equals(entry.getOperation());
    }

    /**
     * As it is to be, by server-side apply; fields that others own are refused unless {@code force} takes them over.
     *
     * @param dryRun whether the API server is only to say what it would do
     * @return what the API server has then, or would have
     */
    Item apply(Item item, boolean force, boolean dryRun) {
        GenericKubernetesResource wanted =
                client.getKubernetesSerialization().convertValue(item.tree(), GenericKubernetesResource.class);
        var objects = client.genericKubernetesResources(item.kind().context());
        Resource<GenericKubernetesResource> resource = item.namespace().isPresent()
                ? objects.inNamespace(item.namespace().get()).resource(wanted)
                : objects.resource(wanted);
        ServerSideApplicable<GenericKubernetesResource> apply =
                resource.dryRun(dryRun).fieldValidation(Validation.STRICT).fieldManager(Names.FIELD_MANAGER);
        return item((force ? apply.forceConflicts() : apply).serverSideApply());
    }

    /** What is gone already is well deleted. */
    void delete(Item item) {
        try {
            resource(item).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw failure;
            }
        }
    }

    private Resource<GenericKubernetesResource> resource(Item item) {
        var objects = client.genericKubernetesResources(item.kind().context());
        return item.namespace().isPresent()
                ? objects.inNamespace(item.namespace().get()).withName(item.name())
                : objects.withName(item.name());
    }

    private Item item(GenericKubernetesResource object) {
        ObjectNode tree = client.getKubernetesSerialization().convertValue(object, ObjectNode.class);
        return Item.of(tree);
    }
}
