package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.glooshot.api.GlooShot;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of objects that commands show and delete, under all names that kubectl knows them by. */
enum Kind {
    EXPERIMENT("Experiment", "experiments", "exp", true),
    REPORT("Report", "reports", "rep", true),
    MESH("Mesh", "meshes", null, false),
    KILL_SWITCH("KillSwitch", "killswitches", "kill", false),
    EXPERIMENT_POLICY("ExperimentPolicy", "experimentpolicies", "exppol", false);

    /** For completion: one name of each. */
    static class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(values()).map(Kind::plural).iterator();
        }
    }

    private final String kind;
    private final String plural;
    private final String shortName;
    private final boolean namespaced;

    Kind(String kind, String plural, String shortName, boolean namespaced) {
        this.kind = kind;
        this.plural = plural;
        this.shortName = shortName;
        this.namespaced = namespaced;
    }

    /** By plural, singular, short name or kind, whatever the case, and perhaps with the group after a dot. */
    static Optional<Kind> named(String text) {
        String name = text.toLowerCase(Locale.ROOT).replaceFirst("(\\.v1)?\\.glooshot\\.solo\\.io$", "");
        return Arrays.stream(values())
                .filter(each -> each.names().contains(name))
                .findFirst();
    }

    /** What may stand for a kind, for people. */
    static String known() {
        return Arrays.stream(values())
                .map(each -> each.shortName == null ? each.plural : each.plural + " (" + each.shortName + ")")
                .collect(Collectors.joining(", "));
    }

    private List<String> names() {
        return Stream.of(plural, singular(), shortName == null ? plural : shortName)
                .toList();
    }

    String kind() {
        return kind;
    }

    String plural() {
        return plural;
    }

    String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    boolean isNamespaced() {
        return namespaced;
    }

    /** As objects of this kind are named to people: {@code experiment shop/slow}, {@code mesh istio}. */
    String label(String namespace, String name) {
        return namespaced ? "%s %s/%s".formatted(singular(), namespace, name) : "%s %s".formatted(singular(), name);
    }

    /** Untyped: whatever a newer API server has in its objects is shown, too. */
    MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>> in(
            KubernetesClient client) {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(GlooShot.GROUP)
                .withVersion(GlooShot.VERSION)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build());
    }
}
