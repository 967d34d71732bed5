package io.glooshot.campaign;

import java.time.Duration;

/** The other replica takes over, and the one that was killed is started again as a follower. */
final class LeaderKilled implements Disturbance {

    /** Until the Lease has run out, another has it, and has gone on with all runs; on a busy machine. */
    static final Duration TAKE_OVER = Replicas.LEASE.plusSeconds(10);

    @Override
    public String name() {
        return "leader-killed";
    }

    @Override
    public String what() {
        return "SIGKILL of the leader at a random moment";
    }

    /** For two hundred runs, over both meshes. */
    @Override
    public int rounds() {
        return 40;
    }

    @Override
    public int shortRounds() {
        return 2;
    }

    @Override
    public void strike(Blow blow) {
        Replica leader = blow.scene().replicas().awaitLeader();
        blow.landed();
        leader.process().kill();
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        return untilTakeOver(ground);
    }

    /** Whichever comes first: the mesh forgets the fault, or another leader takes it off. */
    static Duration untilTakeOver(Ground ground) {
        return ground.expiry().compareTo(TAKE_OVER) < 0 ? ground.expiry() : TAKE_OVER;
    }
}
