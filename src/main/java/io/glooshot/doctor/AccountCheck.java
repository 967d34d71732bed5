package io.glooshot.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.install.AccessReviews;
import io.glooshot.install.AccessReviews.Right;
import io.glooshot.install.Names;
import io.glooshot.install.NeededRights;
import io.glooshot.install.Release;
import java.util.List;
import java.util.stream.Stream;

/** Whether controller and guard have the rights that this version's roles give them. */
record AccountCheck(KubernetesClient client, String namespace) implements Check {

    @Override
    public String name() {
        return "accounts";
    }

    @Override
    public List<Finding> look() {
        List<ObjectNode> objects = Release.packed().objects();
        return Stream.of(Names.CONTROLLER, Names.GUARD)
                .map(account -> judge(account, objects))
                .toList();
    }

    private Finding judge(String account, List<ObjectNode> objects) {
        String check = "rights of " + account.replace(Names.GLOOSHOT + "-", "");
        String user = "system:serviceaccount:%s:%s".formatted(namespace, account);
        AccessReviews reviews = new AccessReviews(client);
        List<Right> all = objects.stream()
                .filter(object -> object.path("kind").asText().matches("(Cluster)?Role"))
                .filter(object -> object.at("/metadata/name").asText().equals(account))
                .flatMap(this::rights)
                .toList();
        List<Right> missing =
                all.stream().filter(right -> !reviews.may(user, right)).toList();
        return missing.isEmpty()
                ? Finding.ok(check, "all %d", all.size())
                : Finding.fail(
                        check, "missing: " + AccessReviews.told(missing), "Give them back with `glooshot init`.");
    }

    private Stream<Right> rights(JsonNode role) {
        return NeededRights.granted(role, role.path("kind").asText().equals("Role") ? namespace : null);
    }
}
