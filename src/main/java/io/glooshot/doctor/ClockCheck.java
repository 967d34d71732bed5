package io.glooshot.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;

/** Whether this machine's clock agrees with that of the API server. The controller's shows in its Lease. */
record ClockCheck(KubernetesClient client) implements Check {

    /** Half a Lease: beyond that a controller says of itself that it is not ready. */
    static final Duration TOLERANCE = Duration.ofMillis(7_500);

    @Override
    public String name() {
        return "clocks";
    }

    @Override
    public List<Finding> look() {
        ServerTime time = ServerTime.ask(client);
        Duration local = time.localIsAheadBy();
        return List.of(
                local.abs().compareTo(TOLERANCE) <= 0
                        ? Finding.ok(name(), "this machine and the API server agree")
                        : Finding.warn(
                                name(),
                                "this machine is %d s %s the API server"
                                        .formatted(local.abs().toSeconds(), local.isNegative() ? "behind" : "ahead of"),
                                "Set the clock of this machine, or of the API server's; times shown here are off."));
    }
}
