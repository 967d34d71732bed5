package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.glooshot.api.GlooShot;
import io.glooshot.cli.ObjectArguments.Wanted;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/** Reads what a command is about from the API server. */
class ObjectReader {

    /**
     * What was found.
     *
     * @param missing names that nothing was found for
     * @param version from which changes can be watched; null when objects were read one by one
     */
    record Found(List<GenericKubernetesResource> objects, List<String> missing, String version) {}

    private final KubernetesClient client;
    private final Wanted wanted;

    ObjectReader(KubernetesClient client, Wanted wanted) {
        this.client = client;
        this.wanted = wanted;
    }

    /** All of them, or those that were named, as far as they are there. */
    Found read() {
        return wanted.names().isEmpty() ? list() : named();
    }

    /** Those that were named, or all; for commands that can do nothing without each of them. */
    List<GenericKubernetesResource> readAll() {
        Found found = read();
        requireAll(found);
        return found.objects();
    }

    /** @throws CommandFailure when something that was named is not there */
    void requireAll(Found found) {
        if (!found.missing().isEmpty()) {
            throw missing(found.missing());
        }
    }

    /** The one of that name, or null. */
    GenericKubernetesResource get(String namespace, String name) {
        return resource(namespace, name).get();
    }

    Resource<GenericKubernetesResource> resource(String namespace, String name) {
        var all = wanted.kind().in(client);
        return wanted.kind().isNamespaced() ? all.inNamespace(namespace).withName(name) : all.withName(name);
    }

    /** Where they are watched. */
    FilterWatchListDeletable<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            filtered() {
        var all = wanted.kind().in(client);
        var place = !wanted.kind().isNamespaced()
                ? all
                : wanted.namespace().isPresent()
                        ? all.inNamespace(wanted.namespace().get())
                        : all.inAnyNamespace();
        return place.withLabelSelector(wanted.selector() == null ? "" : wanted.selector());
    }

    private Found list() {
        try {
            GenericKubernetesResourceList list = filtered().list(new ListOptions());
            return new Found(list.getItems(), List.of(), list.getMetadata().getResourceVersion());
        } catch (KubernetesClientException failure) {
            throw ApiProblem.of("%s%s cannot be listed".formatted(wanted.kind().plural(), wanted.place()), failure);
        }
    }

    private Found named() {
        List<GenericKubernetesResource> objects = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : wanted.names()) {
            try {
                GenericKubernetesResource object = get(wanted.namespace().orElse(null), name);
                if (object == null) {
                    missing.add(name);
                } else {
                    objects.add(object);
                }
            } catch (KubernetesClientException failure) {
                throw ApiProblem.of("%s cannot be read".formatted(wanted.label(name)), failure);
            }
        }
        return new Found(objects, missing, null);
    }

    /** The client tells a kind that is not installed no other than an object that is not there. */
    private CommandFailure missing(List<String> names) {
        String what = names.size() == 1
                ? wanted.label(names.get(0)) + " is not there"
                : "%s %s are not there%s".formatted(wanted.kind().plural(), String.join(", ", names), wanted.place());
        if (!isServed()) {
            return new CommandFailure(
                    what,
                    "the cluster does not know %s.%s".formatted(wanted.kind().plural(), GlooShot.GROUP),
                    ApiProblem.INSTALL);
        }
        return new CommandFailure(
                what,
                "the API server has none of %s name".formatted(names.size() == 1 ? "that" : "these"),
                "Check the name%s; `glooshot get %s%s` lists what there is."
                        .formatted(
                                wanted.kind().isNamespaced() ? " and the namespace" : "",
                                wanted.kind().plural(),
                                wanted.kind().isNamespaced() ? " -A" : ""));
    }

    private boolean isServed() {
        try {
            return client.supports(
                    GlooShot.GROUP + "/" + GlooShot.VERSION, wanted.kind().kind());
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw failure;
        }
    }
}
