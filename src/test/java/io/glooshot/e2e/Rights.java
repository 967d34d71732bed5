package io.glooshot.e2e;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.glooshot.playground.AuditLog;
import io.glooshot.playground.Command;
import io.glooshot.playground.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a manifest grants, and what was made of it. A right is a verb and a resource, such as {@code list pods}. */
final class Rights {

    /** Of the installation, with its Lease. */
    static final String NAMESPACE = "glooshot";

    private static final Path MANIFESTS = Path.of("kubernetes/manifests");

    private Rights() {}

    /** Installs all of it, as users do, but for the CRDs that are there; an installation that differs is put right. */
    static void install(World world, String... choices) {
        Command.Result result =
                world.glooshot(Stream.concat(Stream.of("init", "--wait=false", "--force-conflicts"), Stream.of(choices))
                        .toArray(String[]::new));
        if (!result.ok()) {
            throw new IllegalStateException(result.text());
        }
    }

    /**
     * Has the controllers of a world run as those of an installation do: with the rights of its roles, and no other. None of
     * them has been started yet.
     */
    static void limit(World world) {
        install(world);
        Path kubeconfig = kubeconfig(world, "glooshot-controller");
        world.controllers()
                .forEach(controller -> controller
                        .with("KUBECONFIG", kubeconfig.toString())
                        .with("GLOOSHOT_LEADER_ELECTION_LEASE_NAMESPACE", NAMESPACE));
    }

    /** For whoever is no more than this service account of ours. */
    static Path kubeconfig(World world, String serviceAccount) {
        return world.kube().kubeconfigWith(serviceAccount, world.kube().serviceAccountToken(NAMESPACE, serviceAccount));
    }

    /** By all roles in a manifest. */
    static Set<String> granted(World world, String manifest) throws IOException {
        List<HasMetadata> objects;
        try (InputStream file = Files.newInputStream(MANIFESTS.resolve(manifest))) {
            objects = world.kube().client().load(file).items();
        }
        return objects.stream()
                .flatMap(Rights::rules)
                .flatMap(Rights::rights)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> used(Collection<AuditLog.Call> calls) {
        return calls.stream().map(AuditLog.Call::right).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<PolicyRule> rules(HasMetadata object) {
        if (object instanceof ClusterRole role) {
            return role.getRules().stream();
        }
        return object instanceof Role role ? role.getRules().stream() : Stream.empty();
    }

    private static Stream<String> rights(PolicyRule rule) {
        return rule.getVerbs().stream()
                .flatMap(verb -> rule.getResources().stream()
                        .flatMap(resource -> rule.getApiGroups().stream()
                                .map(group -> new AuditLog.Call(verb, group, resource, "", "", 0).right())));
    }
}
