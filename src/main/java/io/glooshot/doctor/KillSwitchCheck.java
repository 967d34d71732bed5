package io.glooshot.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.KillSwitch;
import java.util.List;

/** Whether experiments may start at all. */
record KillSwitchCheck(KubernetesClient client) implements Check {

    @Override
    public String name() {
        return "kill switch";
    }

    @Override
    public List<Finding> look() {
        List<KillSwitch> on = client.resources(KillSwitch.class).list().getItems();
        return on.isEmpty()
                ? List.of(Finding.ok(name(), "off"))
                : on.stream().map(this::told).toList();
    }

    private Finding told(KillSwitch on) {
        String reason = on.getSpec() == null || on.getSpec().reason() == null
                ? ""
                : ": " + on.getSpec().reason();
        return Finding.warn(
                name(),
                "%s is on since %s%s"
                        .formatted(on.getMetadata().getName(), on.getMetadata().getCreationTimestamp(), reason),
                "No experiment starts until `kubectl delete killswitch %s`."
                        .formatted(on.getMetadata().getName()));
    }
}
