package io.glooshot.campaign;

import io.glooshot.api.KillSwitch;
import io.glooshot.api.KillSwitchSpec;
import io.glooshot.playground.GuardProcess;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;

/** The guard has no grace, so that it and the controllers take the same faults off at the same moment. */
final class GuardRace implements Disturbance {

    /** Until a guard is up on a busy machine, and some more. */
    private static final Launch LONG =
            new Launch(Ground.DESTINATIONS, Duration.ofSeconds(4), Duration.ofSeconds(20), Duration.ofSeconds(35));

    private final boolean hasKillSwitch;

    private GuardRace(boolean hasKillSwitch) {
        this.hasKillSwitch = hasKillSwitch;
    }

    /** Both act because of a KillSwitch. */
    static GuardRace forKillSwitch() {
        return new GuardRace(true);
    }

    /** Both act because of the deadline. */
    static GuardRace atDeadline() {
        return new GuardRace(false);
    }

    @Override
    public String name() {
        return hasKillSwitch ? "guard-race-kill-switch" : "guard-race-deadline";
    }

    @Override
    public String what() {
        return hasKillSwitch
                ? "KillSwitch: guard and controller remove at once"
                : "deadline: guard without grace and controller remove at once";
    }

    @Override
    public int shortRounds() {
        return 1;
    }

    @Override
    public Launch launch() {
        return LONG;
    }

    @Override
    public Duration begins(Blow blow) {
        return Duration.ZERO;
    }

    @Override
    public void strike(Blow blow) {
        try (GuardProcess guard = guard(blow)) {
            Launched.awaitAll(blow, this);
            if (hasKillSwitch) {
                blow.goOn(blow.between(Duration.ZERO, Duration.ofSeconds(6)));
                throwKillSwitch(blow);
            } else {
                awaitEnd(blow);
            }
        }
    }

    private static GuardProcess guard(Blow blow) {
        return blow.scene()
                .world()
                .guard(
                        "--longest-silence",
                        Scene.GUARD_SILENCE.toSeconds() + "s",
                        "--interval",
                        "200ms",
                        "--grace",
                        "0s",
                        "--convergence",
                        IstioGround.CONVERGENCE.toSeconds() + "s",
                        "--lease-namespace",
                        Replicas.LEASE_NAMESPACE);
    }

    private void throwKillSwitch(Blow blow) {
        KillSwitch on = new KillSwitch();
        on.getMetadata().setName("campaign");
        on.setSpec(new KillSwitchSpec("The campaign has a race between guard and controller."));
        var resource = blow.scene().world().kube().client().resource(on);
        resource.create();
        blow.allIsDue();
        try {
            // Those that have not begun wait until it is gone.
            Awaitility.await("all that has begun to end")
                    .atMost(patience())
                    .until(() -> Launched.all(blow, this).stream()
                            .allMatch(each -> Launched.isOver(each) || Launched.hasNotBegun(each)));
        } finally {
            blow.allMayBegin();
            resource.delete();
        }
    }

    private void awaitEnd(Blow blow) {
        Awaitility.await("all to end")
                .atMost(patience())
                .until(() -> Launched.all(blow, this).stream().allMatch(Launched::isOver));
    }

    /** The guard tells them to stop before it takes anything off. */
    @Override
    public Set<String> reasons() {
        return hasKillSwitch ? Set.of("KillSwitch", "Stopped") : Set.of("Stopped");
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        return Removal.limit(ground);
    }
}
