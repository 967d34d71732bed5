package io.glooshot.campaign;

import static org.awaitility.Awaitility.await;

import io.glooshot.mesh.contract.ApiFront.Call;
import io.glooshot.mesh.contract.Incident;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The leader is killed at the first of its writes, then at the second of another round, and so on: once before the write
 * has left, once after it is done and before the answer has come.
 */
final class KilledAtWrite implements Disturbance {

    /** As many as one run on each mesh takes from its finalizer to its recovery, and some to see that there is no more. */
    private static final int WRITES = 20;

    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "killed-at-write";
    }

    @Override
    public String what() {
        return "SIGKILL between every two writes to the API server";
    }

    @Override
    public int rounds() {
        return 2 * WRITES;
    }

    @Override
    public int shortRounds() {
        return 2;
    }

    @Override
    public Launch launch() {
        return new Launch(1, Duration.ZERO, Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Override
    public Duration begins(Blow blow) {
        return Duration.ZERO;
    }

    @Override
    public void strike(Blow blow) {
        boolean isBefore = blow.number() % 2 == 0;
        int write =
                blow.isSystematic() ? 1 + blow.number() / 2 : 1 + blow.random().nextInt(WRITES / 2);
        Replica leader = blow.scene().replicas().awaitLeader();
        leader.front()
                .onCall(write, KilledAtWrite::isOfARun, isBefore ? new Incident.CutBefore() : new Incident.CutAfter());
        try {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(LONGEST_RUN)
                    .until(() -> !leader.front().isWaiting() || blow.isAllOver());
        } catch (ConditionTimeoutException noSuchWrite) {
            // Then it is none that a kill could come between.
        }
        if (leader.front().isWaiting()) {
            leader.front().calm();
            blow.missed();
            return;
        }
        blow.landed();
        leader.process().kill();
        leader.front().restore();
    }

    /** The Lease is renewed all the time, and events are for people. */
    private static boolean isOfARun(Call call) {
        return call.writes() && List.of("/leases", "/events").stream().noneMatch(call.uri()::contains);
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        return LeaderKilled.untilTakeOver(ground);
    }
}
