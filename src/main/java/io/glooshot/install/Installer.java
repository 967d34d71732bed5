package io.glooshot.install;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Installs Gloo Shot into a cluster, and brings an older installation to this version. Blocks. */
public final class Installer {

    private static final Duration CRDS_LIMIT = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final Values values;
    private final List<Item> items;
    private final InstalledObjects objects;
    private final Preflight preflight;
    private final Consumer<String> tell;

    /** @param tell takes the lines that say what is done */
    public Installer(KubernetesClient client, Release release, Values values, Consumer<String> tell) {
        this.client = client;
        this.values = values;
        this.items = new Rendering(release, values).items();
        this.objects = new InstalledObjects(client);
        this.preflight = new Preflight(client, objects);
        this.tell = tell;
    }

    /** What is to be installed, as YAML that kubectl can apply. Needs no cluster. */
    public static String yaml(Release release, Values values) {
        return new Rendering(release, values)
                .items().stream().map(item -> Serialization.asYaml(item.tree())).collect(Collectors.joining());
    }

    /**
     * Has the API server say what would be done, and changes nothing.
     *
     * @throws Refusal when it could not be done
     */
    public void tryOut(boolean force) {
        List<Item> stale = check();
        Map<Item, Change> changes = preflight.tryOut(items, values.namespace(), force);
        changes.forEach(
                (item, change) -> tell.accept("%s %s (dry run)".formatted(item.label(values.namespace()), change)));
        stale.forEach(item -> tell.accept("%s %s (dry run)".formatted(item.label(values.namespace()), Change.DELETED)));
    }

    /**
     * Installs all of it. What is there already and as it should be is not touched.
     *
     * @param force whether to take over fields that others own
     * @throws Refusal before anything is changed when it cannot be done
     */
    public void install(boolean force) {
        List<Item> stale = check();
        preflight.tryOut(items, values.namespace(), force);
        List<Item> crds = items.stream()
                .filter(item -> item.kind() == Kind.CUSTOM_RESOURCE_DEFINITION)
                .toList();
        items.stream()
                .filter(item -> item.kind().compareTo(Kind.CUSTOM_RESOURCE_DEFINITION) <= 0)
                .forEach(item -> apply(item, force));
        awaitEstablished(crds);
        items.stream()
                .filter(item -> item.kind().compareTo(Kind.CUSTOM_RESOURCE_DEFINITION) > 0)
                .forEach(item -> apply(item, force));
        stale.forEach(item -> {
            objects.delete(item);
            tell.accept("%s %s".formatted(item.label(values.namespace()), Change.DELETED));
        });
    }

    /**
     * Waits until controller and guard are ready, and tells how that goes.
     *
     * @throws Refusal when that takes longer
     */
    public void awaitReady(Duration longest) {
        new Readiness(client, values.namespace()).await(Rendering.deployments(values), new Waiting(longest), tell);
    }

    /** @return what an older version has left that this one does not have */
    private List<Item> check() {
        preflight.requireVersion();
        preflight.requireRights(items, values.namespace());
        preflight.requireNoOther(items, values.namespace());
        requireLivingNamespace();
        preflight.requireNamespaces(items, values.namespace());
        preflight.requireNothingGoesOnElsewhere(values.watchNamespaces());
        List<Item> stale = stale();
        preflight.requireRightToDelete(stale);
        return stale;
    }

    private void requireLivingNamespace() {
        Namespace namespace = client.namespaces().withName(values.namespace()).get();
        if (namespace != null && namespace.isMarkedForDeletion()) {
            throw new Refusal(
                    "Gloo Shot was not installed",
                    "namespace %s is being deleted".formatted(values.namespace()),
                    "Wait until it is gone: `kubectl wait --for=delete namespace/%s`.".formatted(values.namespace()));
        }
    }

    /** Never a kind of the API, for that would take all its objects along, and never the namespace. */
    private List<Item> stale() {
        Set<Item.Key> wanted = items.stream().map(Item::key).collect(Collectors.toSet());
        List<Item> stale = new ArrayList<>(objects.inventory(values.namespace()).stream()
                .filter(item -> !wanted.contains(item.key()))
                .filter(item -> item.kind() != Kind.CUSTOM_RESOURCE_DEFINITION && item.kind() != Kind.NAMESPACE)
                .toList());
        Collections.reverse(stale);
        return stale;
    }

    private void apply(Item item, boolean force) {
        Optional<Item> before = objects.find(item);
        Item after = objects.apply(item, force, false);
        tell.accept("%s %s".formatted(item.label(values.namespace()), Change.between(before, after)));
    }

    private void awaitEstablished(List<Item> crds) {
        boolean isThere = new Waiting(CRDS_LIMIT)
                .until(() -> crds.stream()
                                .allMatch(crd -> isEstablished(client.apiextensions()
                                        .v1()
                                        .customResourceDefinitions()
                                        .withName(crd.name())
                                        .get()))
                        && Release.API.stream().allMatch(this::canBeAsked));
        if (!isThere) {
            throw new Refusal(
                    "Gloo Shot is half installed",
                    "the API server does not serve its kinds after %d s".formatted(CRDS_LIMIT.toSeconds()),
                    "See `kubectl describe crd experiments.glooshot.solo.io`, then run init again.");
        }
    }

    /** A kind that is new, or has just changed, answers 429 for a moment, whatever its conditions say. */
    @SuppressWarnings("rawtypes")
    private boolean canBeAsked(Class<? extends CustomResource> kind) {
        try {
            client.genericKubernetesResources(ResourceDefinitionContext.fromResourceType(kind))
                    .list(new ListOptionsBuilder().withLimit(1L).build());
            return true;
        } catch (KubernetesClientException failure) {
            // Who may not ask has an answer all the same.
            return failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
        }
    }

    /** Whether the API server serves it. */
    public static boolean isEstablished(CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && Stream.ofNullable(crd.getStatus().getConditions())
                        .flatMap(List::stream)
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }
}
