package io.glooshot.install;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of object that an installation is made of, in the order in which they can be made. */
enum Kind {
    NAMESPACE("", "v1", "Namespace", "namespaces", false),
    CUSTOM_RESOURCE_DEFINITION(
            "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false),
    SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts", true),
    CLUSTER_ROLE("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false),
    CLUSTER_ROLE_BINDING("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", false),
    ROLE("rbac.authorization.k8s.io", "v1", "Role", "roles", true),
    ROLE_BINDING("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true),
    ADMISSION_POLICY(
            "admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies", false),
    ADMISSION_POLICY_BINDING(
            "admissionregistration.k8s.io",
            "v1",
            "ValidatingAdmissionPolicyBinding",
            "validatingadmissionpolicybindings",
            false),
    CONFIG_MAP("", "v1", "ConfigMap", "configmaps", true),
    SERVICE("", "v1", "Service", "services", true),
    POD_DISRUPTION_BUDGET("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true),
    NETWORK_POLICY("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true),
    DEPLOYMENT("apps", "v1", "Deployment", "deployments", true);

    private final String group;
    private final String version;
    private final String word;
    private final String plural;
    private final boolean namespaced;

    Kind(String group, String version, String word, String plural, boolean namespaced) {
        this.group = group;
        this.version = version;
        this.word = word;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    /** @throws IllegalArgumentException when an installation has no such kind */
    static Kind of(String apiVersion, String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.apiVersion().equals(apiVersion) && kind.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s of %s is no kind of object that is installed".formatted(word, apiVersion)));
    }

    /** In the order in which they can be deleted. */
    static List<Kind> reversed() {
        return Stream.of(values())
                .sorted((a, b) -> Integer.compare(b.ordinal(), a.ordinal()))
                .toList();
    }

    String group() {
        return group;
    }

    String plural() {
        return plural;
    }

    boolean isNamespaced() {
        return namespaced;
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As kubectl names an object of it, before the slash: {@code deployment.apps}. */
    String label() {
        String singular = word.toLowerCase(java.util.Locale.ROOT);
        return group.isEmpty() ? singular : singular + "." + group;
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(word)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}
