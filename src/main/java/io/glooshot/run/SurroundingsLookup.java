package io.glooshot.run;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.experiment.ServiceId;
import io.glooshot.experiment.policy.Policy;
import io.glooshot.experiment.policy.Protection;
import io.glooshot.experiment.policy.Selector;
import io.glooshot.experiment.policy.Subject;
import io.glooshot.experiment.policy.Surroundings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Looks up the labels that policies go by, and no others. Blocks on the API server. */
record SurroundingsLookup(KubernetesClient client, List<Policy> policies) {

    /** On every Namespace; the API server sees to it. */
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    /** Names in one question, so that its URL stays short. */
    private static final int AT_ONCE = 50;

    Surroundings of(Collection<Subject> subjects, Collection<String> others) {
        return new Surroundings(
                goByNamespaces() ? namespaces(subjects, others) : Map.of(),
                goByServices() ? services(subjects) : Map.of());
    }

    private boolean goByNamespaces() {
        return policies.stream().anyMatch(policy -> !policy.namespaces().equals(Selector.ALL))
                || hasLimit(Protection.NamespaceLabels.class);
    }

    private boolean goByServices() {
        return hasLimit(Protection.ServiceLabels.class);
    }

    private boolean hasLimit(Class<?> kind) {
        return policies.stream().flatMap(policy -> policy.limits().stream()).anyMatch(kind::isInstance);
    }

    private Map<String, Map<String, String>> namespaces(Collection<Subject> subjects, Collection<String> others) {
        Set<String> names = new LinkedHashSet<>(others);
        subjects.forEach(subject -> names.addAll(subject.namespaces()));
        List<String> all = new ArrayList<>(names);
        Map<String, Map<String, String>> found = new HashMap<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            String[] some =
                    all.subList(from, Math.min(all.size(), from + AT_ONCE)).toArray(String[]::new);
            client.namespaces()
                    .withLabelIn(NAME_LABEL, some)
                    .list()
                    .getItems()
                    .forEach(each -> found.put(each.getMetadata().getName(), labels(each)));
        }
        return found;
    }

    private Map<ServiceId, Map<String, String>> services(Collection<Subject> subjects) {
        Set<ServiceId> wanted = new LinkedHashSet<>();
        subjects.forEach(subject -> wanted.addAll(subject.services()));
        Map<ServiceId, Map<String, String>> found = new HashMap<>();
        wanted.stream()
                .map(ServiceId::namespace)
                .distinct()
                .flatMap(namespace -> client.services().inNamespace(namespace).list().getItems().stream())
                .forEach(service -> found.put(
                        new ServiceId(
                                service.getMetadata().getNamespace(),
                                service.getMetadata().getName()),
                        labels(service)));
        found.keySet().retainAll(wanted);
        return found;
    }

    private static Map<String, String> labels(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    }
}
