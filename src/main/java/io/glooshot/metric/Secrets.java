package io.glooshot.metric;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Moment;
import io.glooshot.experiment.SecretKey;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Secrets that signals are asked with, in the namespaces that an administrator lists. Read one by one and again after a
 * while, so that the controller needs the right to get the Secrets that are named and none to list or watch them.
 */
@ApplicationScoped
class Secrets {

    /** Whatever is asked more rarely than this is as well read anew. */
    private static final Duration KEPT = Duration.ofMinutes(30);

    /** Reads one Secret, and may block. */
    interface Reader {
        Optional<Secret> read(String namespace, String name);
    }

    private record Name(String namespace, String name) {}

    private final Map<Name, Cached<SecretContent>> cache = new ConcurrentHashMap<>();
    private final Reader reader;
    private final Set<String> namespaces;
    private final Duration refresh;
    private final Moment.Source clock;

    @Inject
    Secrets(KubernetesClient client, MetricConfig config, Moment.Source clock) {
        this(
                (namespace, name) -> Optional.ofNullable(
                        client.secrets().inNamespace(namespace).withName(name).get()),
                config.secrets()
                        .namespaces()
                        .orElseGet(() -> Optional.ofNullable(client.getNamespace()).stream()
                                .toList()),
                config.secrets().refresh(),
                clock);
    }

    Secrets(Reader reader, List<String> namespaces, Duration refresh, Moment.Source clock) {
        this.reader = reader;
        this.namespaces = Set.copyOf(namespaces);
        this.refresh = refresh;
        this.clock = clock;
    }

    /** What is in the Secret by now. Fails with an {@link AbortException} when it may not be read or is not there. */
    Uni<SecretContent> get(String namespace, String name) {
        if (!namespaces.contains(namespace)) {
            return Uni.createFrom()
                    .failure(new AbortException(
                            "SecretNotAllowed",
                            "Secret %s is in namespace %s, whose Secrets are not read. If they are meant to be, an administrator can add the namespace to the controller's setting glooshot.secrets.namespaces and let the controller get them."
                                    .formatted(name, namespace)));
        }
        Moment now = clock.now();
        cache.values().removeIf(cached -> cached.isUnusedFor(KEPT, now));
        return cache.computeIfAbsent(
                        new Name(namespace, name),
                        key -> new Cached<>(
                                Uni.createFrom()
                                        .item(() -> read(namespace, name))
                                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()),
                                SecretContent::isMissing,
                                refresh))
                .get(now)
                .map(SecretContent::required);
    }

    Uni<String> value(SecretKey key) {
        return get(key.namespace(), key.name()).map(content -> content.text(key.key()));
    }

    private SecretContent read(String namespace, String name) {
        try {
            return reader.read(namespace, name)
                    .map(secret -> SecretContent.of(namespace, name, secret))
                    .orElseGet(() -> SecretContent.missing(
                            "SecretNotFound", "There is no Secret %s in namespace %s.".formatted(name, namespace)));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return SecretContent.missing(
                        "SecretNotAllowed",
                        "The controller has no right to get Secret %s in namespace %s; an administrator can give it by a Role."
                                .formatted(name, namespace));
            }
            // The client's own message can have the object in it.
            throw new IllegalStateException("Secret %s in namespace %s cannot be read just now (HTTP %d)."
                    .formatted(name, namespace, e.getCode()));
        }
    }
}
