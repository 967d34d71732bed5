package io.glooshot.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The namespaces whose experiments are run and whose calls can be broken: all of the cluster, or some, where nothing may be
 * asked of the others. Whoever owns one of several can take our rights in it away, and it can be deleted; that must not keep
 * the others from being looked after, so it is passed over, and told once.
 */
public final class WatchedNamespaces {

    /** What of a namespace may not be read. Rights can be taken away one by one. */
    private record Spot(String what, String namespace) {
        @Override
        public String toString() {
            return "%s in namespace %s".formatted(what, namespace);
        }
    }

    private static final Consumer<String> NOBODY = line -> {};

    private final Set<String> names;
    private final Consumer<String> tell;
    private final Set<Spot> unreadable = ConcurrentHashMap.newKeySet();

    private WatchedNamespaces(Collection<String> names, Consumer<String> tell) {
        this.names = new TreeSet<>(names);
        this.tell = tell;
    }

    /** Each namespace of the cluster. */
    public static WatchedNamespaces all() {
        return new WatchedNamespaces(List.of(), NOBODY);
    }

    /**
     * @param names all where there are none
     * @param tell takes a line for people whenever one of several cannot be read, or can be again
     */
    public static WatchedNamespaces of(Collection<String> names, Consumer<String> tell) {
        return new WatchedNamespaces(names, tell);
    }

    /** In order; empty where all are watched. */
    public Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    public boolean areAll() {
        return names.isEmpty();
    }

    public boolean include(String namespace) {
        return areAll() || names.contains(namespace);
    }

    /** Those of which something could not be read when it was last looked at. */
    public Set<String> unreadable() {
        return unreadable.stream().map(Spot::namespace).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether something could not be read in one of them when it was last looked at, so that nobody knows what is there.
     *
     * @param what as it was asked for
     */
    public boolean isUnreadable(String what, String namespace) {
        return unreadable.contains(new Spot(what, namespace));
    }

    /** The same for a kind that was listed. */
    public boolean isUnreadable(Class<? extends HasMetadata> kind, String namespace) {
        return isUnreadable(HasMetadata.getPlural(kind), namespace);
    }

    /** As {@link #list(KubernetesClient, Class, Map)}, whatever labels they have. */
    public <T extends HasMetadata> List<T> list(KubernetesClient client, Class<T> kind) {
        return list(client, kind, Map.of());
    }

    /**
     * Lists a namespaced kind in all of them. Blocks.
     *
     * @param labels that are asked for
     * @throws KubernetesClientException when it cannot be listed anywhere, or the API server does not answer
     */
    public <T extends HasMetadata> List<T> list(KubernetesClient client, Class<T> kind, Map<String, String> labels) {
        var objects = client.resources(kind);
        return gather(
                HasMetadata.getPlural(kind),
                namespace -> (namespace.isPresent() ? objects.inNamespace(namespace.get()) : objects.inAnyNamespace())
                        .withLabels(labels)
                        .list()
                        .getItems());
    }

    /**
     * Joins what a question has for answers.
     *
     * @param what is asked for, in the plural
     * @param ask once for each namespace, or once with none for all of the cluster. May block.
     * @throws KubernetesClientException when it is refused everywhere, or the API server does not answer
     */
    public <T> List<T> gather(String what, Function<Optional<String>, List<T>> ask) {
        if (areAll()) {
            return ask.apply(Optional.empty());
        }
        List<T> all = new ArrayList<>();
        List<KubernetesClientException> refusals = new ArrayList<>();
        for (String namespace : names) {
            try {
                all.addAll(ask.apply(Optional.of(namespace)));
                readable(new Spot(what, namespace));
            } catch (KubernetesClientException failure) {
                if (failure.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                    throw failure;
                }
                refusals.add(failure);
                unreadable(new Spot(what, namespace), failure);
            }
        }
        if (refusals.size() == names.size()) {
            throw refusals.get(0);
        }
        return all;
    }

    private void readable(Spot spot) {
        if (unreadable.remove(spot)) {
            tell.accept("Can read %s again.".formatted(spot));
        }
    }

    private void unreadable(Spot spot, KubernetesClientException refusal) {
        if (unreadable.add(spot)) {
            tell.accept("Cannot read %s, and passes them over until it can: %s."
                    .formatted(spot, ApiFailure.describe(refusal)));
        }
    }

    /** As people are told of them. */
    @Override
    public String toString() {
        return areAll() ? "all namespaces" : String.join(", ", names);
    }
}
