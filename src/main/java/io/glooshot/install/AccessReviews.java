package io.glooshot.install;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the API server's own authorizer who may do what. Blocks. */
public final class AccessReviews {

    /**
     * A right that somebody may have.
     *
     * @param resource in the plural, with its subresource after a slash
     * @param namespace empty for the whole cluster
     * @param name of the one object that is meant
     */
    public record Right(String verb, String group, String resource, Optional<String> namespace, Optional<String> name) {

        public static Right of(String verb, String group, String resource) {
            return new Right(verb, group, resource, Optional.empty(), Optional.empty());
        }

        public Right in(String where) {
            return new Right(verb, group, resource, Optional.of(where), name);
        }

        /** All but the verb, as kubectl words it. */
        String object() {
            return "%s%s%s"
                    .formatted(
                            group.isEmpty() ? resource : resource + "." + group,
                            name.map(each -> "/" + each).orElse(""),
                            namespace.map(each -> " in " + each).orElse(""));
        }
    }

    private static final int MOST_TOLD = 6;

    private final KubernetesClient client;

    public AccessReviews(KubernetesClient client) {
        this.client = client;
    }

    /** Whether whoever runs this may. */
    public boolean mayI(Right right) {
        return client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withResourceAttributes(attributes(right))
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    /** Those that whoever runs this does not have. */
    public List<Right> missing(List<Right> rights) {
        if (mayI(Right.of("*", "*", "*"))) {
            return List.of();
        }
        return rights.stream().distinct().filter(right -> !mayI(right)).toList();
    }

    /** Whether somebody else may, which not everybody may ask. */
    public boolean may(String user, Right right) {
        return client.authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user)
                        .withResourceAttributes(attributes(right))
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    /** In a phrase: the verbs of each resource, and no more resources than can be read. */
    public static String told(List<Right> rights) {
        Map<String, String> verbs = rights.stream()
                .collect(Collectors.groupingBy(
                        Right::object, LinkedHashMap::new, Collectors.mapping(Right::verb, Collectors.joining(", "))));
        String some = verbs.entrySet().stream()
                .limit(MOST_TOLD)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining("; "));
        return verbs.size() > MOST_TOLD
                ? "%s; and %d more kinds of object".formatted(some, verbs.size() - MOST_TOLD)
                : some;
    }

    private static ResourceAttributes attributes(Right right) {
        String[] parts = right.resource().split("/", 2);
        return new ResourceAttributesBuilder()
                .withVerb(right.verb())
                .withGroup(right.group())
                .withResource(parts[0])
                .withSubresource(parts.length == 1 ? null : parts[1])
                .withNamespace(right.namespace().orElse(null))
                .withName(right.name().orElse(null))
                .build();
    }
}
