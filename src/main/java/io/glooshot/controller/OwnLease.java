package io.glooshot.controller;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The Lease by which the replicas agree on their leader, as far as it is this replica's. */
@ApplicationScoped
class OwnLease {

    private static final Logger LOG = Logger.getLogger(OwnLease.class);

    private final KubernetesClient client;
    private final LeaderSettings settings;
    private final String holder;

    OwnLease(KubernetesClient client, LeaderSettings settings) {
        this.client = client;
        this.settings = settings;
        this.holder = settings.identity()
                .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
                .filter(name -> !name.isBlank())
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    /** Whom the Lease names while this replica leads. */
    String holder() {
        return holder;
    }

    /**
     * Whether the API server says so now. A process that was frozen may not know yet that another one leads.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when it cannot be asked
     */
    boolean isHeld() {
        Lease lease = resource().get();
        return lease != null && holder.equals(lease.getSpec().getHolderIdentity());
    }

    /**
     * Clears the holder, so that no successor has to wait until the Lease runs out. To be called only when nobody renews it
     * any more. Another replica's Lease stays as it is; when the API server cannot be asked, the Lease just runs out.
     */
    void giveUp() {
        try {
            Lease lease = resource().get();
            if (lease == null || !holder.equals(lease.getSpec().getHolderIdentity())) {
                return;
            }
            lease.getSpec().setHolderIdentity("");
            lease.getSpec().setLeaseDurationSeconds(1);
            lease.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC));
            client.resource(lease).update();
            LOG.infof("Gave up the lead; the next replica can take it");
        } catch (RuntimeException e) {
            LOG.warnf("The Lease could not be given up, so it has to run out: %s", e.getMessage());
        }
    }

    private Resource<Lease> resource() {
        return client.leases()
                .inNamespace(settings.leaseNamespace().orElseGet(client::getNamespace))
                .withName(settings.leaseName());
    }
}
