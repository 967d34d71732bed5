package io.glooshot.campaign;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.playground.ControllerProcess;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * One time the Lease is taken from its holder by hand, so that the follower and the holder both have reason to believe in
 * it; the next time a third controller with a Lease of its own runs beside the leader, and does all that it does.
 */
final class TwoLeaders implements Disturbance {

    @Override
    public String name() {
        return "two-leaders";
    }

    @Override
    public String what() {
        return "Two leaders: a stolen Lease, a controller with another Lease";
    }

    @Override
    public void strike(Blow blow) {
        if (blow.number() % 2 == 0) {
            steal(blow);
        } else {
            runAThird(blow);
        }
    }

    private static void steal(Blow blow) {
        Replica leader = blow.scene().replicas().awaitLeader();
        String follower = blow.scene().replicas().all().stream()
                .filter(replica -> replica != leader)
                .findFirst()
                .orElseThrow()
                .name();
        for (boolean isDone = false; !isDone; ) {
            var resource = blow.scene().replicas().lease();
            Lease lease = resource.get();
            lease.getSpec().setHolderIdentity(follower);
            lease.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC));
            try {
                blow.scene().world().kube().client().resource(lease).update();
                isDone = true;
            } catch (KubernetesClientException renewedMeanwhile) {
                isDone = renewedMeanwhile.getCode() != 409;
            }
        }
    }

    private static void runAThird(Blow blow) {
        ControllerProcess third = blow.scene().replicas().spare();
        third.start();
        try {
            blow.goOn(blow.between(Duration.ofSeconds(6), Duration.ofSeconds(15)));
        } finally {
            third.kill();
        }
    }

    /**
     * The second leader has no proxies, since they stay with the first. It says so, and what it says may come first. Whoever
     * removes first leaves the other with a run that is stopped already.
     */
    @Override
    public Set<String> reasons() {
        return Set.of("NoProxy", "NotAcknowledged", "AlreadyStopped");
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        return LeaderKilled.untilTakeOver(ground);
    }
}
