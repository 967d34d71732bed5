package io.glooshot.install;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.glooshot.playground.Command;
import io.glooshot.playground.KubeApiServer;
import java.nio.file.Path;
import java.time.Duration;

/** An API server with what users install, and people in it who may do what they were given and nothing else. */
record Cluster(KubeApiServer kube) {

    static final Path MANIFESTS = Path.of("kubernetes/manifests");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Installs as the documentation says, and refuses fields that the API server does not know. */
    void install() {
        kube.mustKubectl("apply", "--server-side", "-f", "crd");
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kube.mustKubectl("apply", "--server-side", "--validate=strict", "-k", MANIFESTS.toString());
        namespace("installed");
        grantOnly("create", "creator", "installed");
        // The API server takes a moment to see a policy.
        await("the policy to be in force")
                .atMost(LIMIT)
                .until(() -> as(
                                "creator",
                                Manifests.experiment(
                                        "installed", "any", Manifests.fault("destinationServices: [{name: a}]")),
                                "create",
                                "--dry-run=server",
                                "-f",
                                "-")
                        .stderr()
                        .contains("glooshot-inject"));
    }

    void namespace(String name) {
        kube.mustKubectl("create", "namespace", name);
    }

    /** In one namespace. */
    void grant(String user, String namespace, String clusterRole) {
        kube.mustKubectl(
                "create",
                "rolebinding",
                "%s-%s".formatted(user, clusterRole),
                "-n",
                namespace,
                "--clusterrole=" + clusterRole,
                "--user=" + user);
    }

    /** Verbs on experiments that no role of ours gives alone. */
    void grantOnly(String verbs, String user, String namespace) {
        String name = "only-" + user;
        kube.mustKubectl(
                "create", "role", name, "-n", namespace, "--verb=" + verbs, "--resource=experiments.glooshot.solo.io");
        kube.mustKubectl("create", "rolebinding", name, "-n", namespace, "--role=" + name, "--user=" + user);
    }

    /** In the whole cluster. */
    void grantEverywhere(String user, String clusterRole) {
        kube.mustKubectl(
                "create",
                "clusterrolebinding",
                "%s-%s".formatted(user, clusterRole),
                "--clusterrole=" + clusterRole,
                "--user=" + user);
    }

    /** As the API server's own authorizer says. */
    boolean may(String user, String verb, String resource, String group, String namespace, String name) {
        String[] parts = resource.split("/");
        return kube.client()
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user)
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(group)
                        .withResource(parts[0])
                        .withSubresource(parts.length == 1 ? null : parts[1])
                        .withNamespace(namespace)
                        .withName(name)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    Command.Result as(String user, String input, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--as=" + user;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return kube.kubectl(input, kube.kubeconfig(), all);
    }
}
