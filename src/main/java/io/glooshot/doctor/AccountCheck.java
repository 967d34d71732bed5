package io.glooshot.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.install.AccessReviews;
import io.glooshot.install.AccessReviews.Right;
import io.glooshot.install.Installation;
import io.glooshot.install.Names;
import io.glooshot.install.NeededRights;
import io.glooshot.install.Values;
import java.util.List;
import java.util.stream.Stream;

/** Whether controller and guard have the rights that this version gives them, in all namespaces that they watch. */
record AccountCheck(KubernetesClient client, String namespace) implements Check {

    @Override
    public String name() {
        return "accounts";
    }

    @Override
    public List<Finding> look() {
        Values values = Installation.values(client, namespace)
                .orElseGet(() -> Values.defaults().in(namespace));
        return Stream.of(Names.CONTROLLER, Names.GUARD)
                .map(account -> judge(account, NeededRights.ofAccount(account, values)))
                .toList();
    }

    private Finding judge(String account, List<Right> all) {
        String check = "rights of " + account.replace(Names.GLOOSHOT + "-", "");
        String user = "system:serviceaccount:%s:%s".formatted(namespace, account);
        AccessReviews reviews = new AccessReviews(client);
        List<Right> missing =
                all.stream().filter(right -> !reviews.may(user, right)).toList();
        return missing.isEmpty()
                ? Finding.ok(check, "all %d", all.size())
                : Finding.fail(
                        check, "missing: " + AccessReviews.told(missing), "Give them back with `glooshot init`.");
    }
}
