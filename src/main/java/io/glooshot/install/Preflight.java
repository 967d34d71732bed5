package io.glooshot.install;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.experiment.Moment;
import io.glooshot.guard.Takedown;
import io.glooshot.install.AccessReviews.Right;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** All that has to be true before the first object is touched, so that nothing is half installed. */
final class Preflight {

    private static final String WHAT = "Gloo Shot was not installed";
    private static final int MOST_TOLD = 8;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final InstalledObjects objects;
    private final AccessReviews reviews;

    Preflight(KubernetesClient client, InstalledObjects objects) {
        this.client = client;
        this.objects = objects;
        this.reviews = new AccessReviews(client);
    }

    void requireVersion() {
        ServerVersion version = ServerVersion.of(client);
        if (version.isTooOld()) {
            throw new Refusal(
                    WHAT,
                    "the cluster is Kubernetes %s, and %s or newer is needed"
                            .formatted(version.text(), ServerVersion.OLDEST.text()),
                    "Upgrade the cluster, or choose another with --context.");
        }
    }

    void requireRights(List<Item> items, String namespace) {
        requireNoneMissing(reviews.missing(NeededRights.toInstall(items, namespace, reviews)));
    }

    void requireRightToDelete(List<Item> items) {
        requireNoneMissing(reviews.missing(NeededRights.toDelete(items)));
    }

    private static void requireNoneMissing(List<Right> missing) {
        if (!missing.isEmpty()) {
            throw new Refusal(
                    WHAT,
                    "you may not " + AccessReviews.told(missing),
                    "Have an administrator of the cluster run it, or give you these rights; nothing was changed.");
        }
    }

    /** There is one in a cluster: its roles and its admission policy are everybody's. */
    void requireNoOther(List<Item> items, String namespace) {
        for (Item binding : items) {
            if (binding.kind() != Kind.CLUSTER_ROLE_BINDING) {
                continue;
            }
            Optional<String> other = objects.find(binding)
                    .map(found -> found.tree()
                            .path("subjects")
                            .path(0)
                            .path("namespace")
                            .asText())
                    .filter(found -> !found.isEmpty() && !found.equals(namespace));
            if (other.isPresent()) {
                throw new Refusal(
                        "Gloo Shot was not installed in namespace " + namespace,
                        "namespace %s has it already, by ClusterRoleBinding %s, and a cluster has room for one"
                                .formatted(other.get(), binding.name()),
                        "`glooshot init -n %1$s` upgrades that one, `glooshot uninstall -n %1$s` takes it out."
                                .formatted(other.get()));
            }
        }
    }

    /** Those that others have made, and are to be watched. */
    void requireNamespaces(List<Item> items, String home) {
        items.stream()
                .flatMap(item -> item.namespace().stream())
                .filter(namespace -> !namespace.equals(home))
                .distinct()
                .forEach(namespace -> {
                    Namespace found = client.namespaces().withName(namespace).get();
                    if (found == null || found.isMarkedForDeletion()) {
                        throw new Refusal(
                                WHAT,
                                found == null
                                        ? "there is no namespace %s".formatted(namespace)
                                        : "namespace %s is being deleted".formatted(namespace),
                                "watchNamespaces and meshes.istioNamespace have to name namespaces that there are; nothing was changed.");
                    }
                });
    }

    /** A fault in a namespace that is not watched any more would be nobody's. */
    void requireNothingGoesOnElsewhere(List<String> watched) {
        if (watched.isEmpty()) {
            return;
        }
        Standing elsewhere = standing().outside(Set.copyOf(watched));
        if (!elsewhere.isClear()) {
            throw new Refusal(
                    WHAT,
                    "outside the watchNamespaces " + elsewhere.told(),
                    "Wait until they are over, end them with `glooshot stop` or `glooshot recover`, or watch their namespaces too;"
                            + " nothing was changed.");
        }
    }

    private Standing standing() {
        // Nothing is taken off, so neither the clock nor the convergence matters.
        Moment.Source clock = () -> new Moment(Instant.EPOCH, 0);
        Takedown takedown = Takedown.of(client, clock, Duration.ZERO, line -> {});
        AtomicReference<Standing> found = new AtomicReference<>();
        boolean isKnown = new Waiting(LONGEST_LOOK).until(() -> {
            try {
                found.set(Standing.look(client, takedown));
                return true;
            } catch (KubernetesClientException busy) {
                if (busy.getCode() != TOO_MANY_REQUESTS) {
                    throw busy;
                }
                // As it answers when somebody has just given it the kinds.
                return false;
            }
        });
        if (!isKnown) {
            throw new Refusal(
                    WHAT,
                    "the API server is too busy to say which experiments there are",
                    "Try again later; nothing was changed.");
        }
        return found.get();
    }

    /**
     * Has the API server try everything without storing it.
     *
     * @return what would become of each object, in their order
     * @throws Refusal when it would not take one, or when fields belong to somebody else
     */
    Map<Item, Change> tryOut(List<Item> items, String namespace, boolean force) {
        Map<Item, Change> changes = new LinkedHashMap<>();
        List<String> conflicts = new ArrayList<>();
        boolean hasNamespace = client.namespaces().withName(namespace).get() != null;
        for (Item item : items) {
            Optional<Item> before = objects.find(item);
            if (before.isEmpty() && item.namespace().filter(namespace::equals).isPresent() && !hasNamespace) {
                // The API server would only say that there is no such namespace.
                changes.put(item, Change.CREATED);
                continue;
            }
            try {
                changes.put(item, Change.between(before, objects.apply(item, force, true)));
            } catch (KubernetesClientException failure) {
                conflicts.addAll(conflicts(item, failure));
            }
        }
        if (!conflicts.isEmpty()) {
            throw new Refusal(
                    WHAT,
                    "others own fields that it has to set: " + told(conflicts),
                    "See what they set them to; --force-conflicts takes them over. Nothing was changed.");
        }
        return changes;
    }

    private static List<String> conflicts(Item item, KubernetesClientException failure) {
        List<StatusCause> causes =
                failure.getStatus() == null || failure.getStatus().getDetails() == null
                        ? List.of()
                        : Optional.ofNullable(failure.getStatus().getDetails().getCauses())
                                .orElse(List.of());
        List<String> told = causes.stream()
                .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
                .map(cause -> "%s %s (%s)".formatted(item.label(), cause.getField(), cause.getMessage()))
                .toList();
        if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT || told.isEmpty()) {
            throw failure;
        }
        return told;
    }

    private static String told(List<String> all) {
        String some = all.stream().limit(MOST_TOLD).collect(Collectors.joining("; "));
        return all.size() > MOST_TOLD ? "%s; and %d more".formatted(some, all.size() - MOST_TOLD) : some;
    }
}
