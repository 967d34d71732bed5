package io.glooshot.campaign;

import io.glooshot.playground.FakeClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Somebody sets the wall clock of the leader, forth or back, by little or much, and later sets it right again. */
final class ClockMoved implements Disturbance {

    private static final List<Duration> OFFSETS = List.of(
            Duration.ofSeconds(3),
            Duration.ofSeconds(-3),
            Duration.ofSeconds(20),
            Duration.ofSeconds(-20),
            Duration.ofHours(1),
            Duration.ofHours(-1));

    private final Map<Replica, FakeClock> clocks = new LinkedHashMap<>();

    @Override
    public String name() {
        return "clock-moved";
    }

    @Override
    public String what() {
        return "Clock of the leader set forth and back";
    }

    @Override
    public int rounds() {
        return OFFSETS.size();
    }

    @Override
    public boolean keepsTime() {
        return false;
    }

    @Override
    public void prepare(Scene scene) {
        for (Replica replica : scene.replicas().all()) {
            var clock = new FakeClock(
                    scene.world().parts(), scene.world().directory("campaign").resolve(replica.name() + ".clock"));
            clocks.put(replica, clock);
            clock.environment().forEach(replica.process()::with);
        }
        scene.replicas().restartAll();
    }

    @Override
    public void tidyUp(Scene scene) {
        clocks.forEach((replica, clock) ->
                replica.process().without(clock.environment().keySet()));
        clocks.clear();
        scene.replicas().restartAll();
    }

    @Override
    public void strike(Blow blow) {
        Duration offset = blow.isSystematic()
                ? OFFSETS.get(blow.number() % OFFSETS.size())
                : OFFSETS.get(blow.random().nextInt(OFFSETS.size()));
        FakeClock clock = clocks.get(blow.scene().replicas().awaitLeader());
        clock.offset(offset);
        try {
            blow.goOn(blow.between(Duration.ofSeconds(3), Duration.ofSeconds(8)));
        } finally {
            clock.offset(Duration.ZERO);
        }
    }

    /** A deadline that has passed by the clock of whoever puts the faults on, or takes over, has passed too early. */
    @Override
    public Set<String> reasons() {
        return Set.of("ClockChanged", "DeadlinePassed");
    }

    /** A Lease may be lost over it, and another takes over. */
    @Override
    public Duration longestOverrun(Ground ground) {
        return LeaderKilled.untilTakeOver(ground);
    }
}
