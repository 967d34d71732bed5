package io.glooshot.doctor;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.install.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a controller leads and shows itself, and whether its clock agrees with that of the API server. */
record LeaseCheck(KubernetesClient client, String namespace) implements Check {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A leader renews every two seconds. */
    private static final int LOOKS = 4;

    @Override
    public String name() {
        return "leader";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        Lease lease = read();
        if (lease == null
                || lease.getSpec().getHolderIdentity() == null
                || lease.getSpec().getHolderIdentity().isEmpty()) {
            return List.of(Finding.fail(
                    name(),
                    lease == null
                            ? "there is no Lease %s in namespace %s".formatted(Names.LEASE, namespace)
                            : "nobody holds the Lease",
                    "No controller leads, so no experiment starts; see its log: `kubectl logs -n %s deployment/%s`."
                            .formatted(namespace, Names.CONTROLLER)));
        }
        String holder = lease.getSpec().getHolderIdentity();
        ServerTime time = ServerTime.ask(client);
        Instant renewed = lease.getSpec().getRenewTime() == null
                ? Instant.EPOCH
                : lease.getSpec().getRenewTime().toInstant();
        if (time.isAheadBy(renewed).compareTo(ClockCheck.TOLERANCE) > 0) {
            return List.of(Finding.fail(
                    name(),
                    "the clock of %s is %d s ahead of the API server's"
                            .formatted(holder, time.isAheadBy(renewed).toSeconds()),
                    "Set the clock of its node: deadlines are stored by it."));
        }
        Duration age = Duration.between(renewed, time.theirs());
        Duration longest = Duration.ofSeconds(lease.getSpec().getLeaseDurationSeconds());
        if (age.compareTo(longest) <= 0) {
            return List.of(Finding.ok(name(), "%s, who showed itself %d s ago", holder, Math.max(0, age.toSeconds())));
        }
        return List.of(
                isRenewed(lease)
                        ? Finding.fail(
                                name(),
                                "the clock of %s is about %d s behind the API server's"
                                        .formatted(holder, age.toSeconds()),
                                "Set the clock of its node: deadlines are stored by it.")
                        : Finding.fail(
                                name(),
                                "%s has not shown itself for %d s".formatted(holder, age.toSeconds()),
                                "No controller leads; see `kubectl get pods -n %s`, and take faults off with `glooshot recover` where no guard runs."
                                        .formatted(namespace)));
    }

    private boolean isRenewed(Lease before) throws InterruptedException {
        for (int i = 0; i < LOOKS; i++) {
            new CountDownLatch(1).await(SECOND.toMillis(), TimeUnit.MILLISECONDS);
            Lease now = read();
            if (now != null
                    && !now.getMetadata()
                            .getResourceVersion()
                            .equals(before.getMetadata().getResourceVersion())) {
                return true;
            }
        }
        return false;
    }

    private Lease read() {
        return client.leases().inNamespace(namespace).withName(Names.LEASE).get();
    }
}
