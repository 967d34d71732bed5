package io.glooshot.campaign;

import java.time.Duration;

/** The leader hangs until another has the Lease, and then goes on as if nothing had been. */
final class LeaderFrozen implements Disturbance {

    @Override
    public String name() {
        return "leader-frozen";
    }

    @Override
    public String what() {
        return "SIGSTOP of the leader past its Lease, then SIGCONT";
    }

    @Override
    public void strike(Blow blow) {
        Replica leader = blow.scene().replicas().awaitLeader();
        Duration length = blow.between(Replicas.LEASE.plusSeconds(1), Replicas.LEASE.plusSeconds(7));
        leader.process().freeze();
        try {
            blow.goOn(length);
        } finally {
            leader.process().thaw();
        }
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        return LeaderKilled.untilTakeOver(ground);
    }
}
