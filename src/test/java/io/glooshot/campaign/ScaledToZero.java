package io.glooshot.campaign;

import io.glooshot.api.Experiment;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * All controllers are told to end, and none comes back until every deadline has passed: proxies have to forget their faults,
 * and the guard has to take off what does not expire. Whoever came back earlier would go on with what has time left.
 */
final class ScaledToZero implements Disturbance {

    /** From one look of the guard to the next, and two steps of removal. */
    private static final Duration GUARD_AT_WORK = Duration.ofSeconds(8);

    @Override
    public String name() {
        return "scaled-to-zero";
    }

    @Override
    public String what() {
        return "All controllers scaled to zero, with a guard";
    }

    @Override
    public int rounds() {
        return 3;
    }

    /** Longer than the guard waits, so that it and not a deadline has to end them. */
    @Override
    public Launch launch() {
        return new Launch(Ground.DESTINATIONS, Duration.ofSeconds(2), Duration.ofSeconds(40), Duration.ofSeconds(45));
    }

    @Override
    public Duration begins(Blow blow) {
        return blow.between(Duration.ofSeconds(4), Duration.ofSeconds(8));
    }

    @Override
    public boolean isGuarded() {
        return true;
    }

    @Override
    public void strike(Blow blow) {
        Replicas replicas = blow.scene().replicas();
        replicas.scaleToZero();
        try {
            replicas.all().parallelStream().forEach(replica -> replica.process().stop());
            blow.allIsDue();
            blow.goOn(Scene.GUARD_SILENCE.plus(GUARD_AT_WORK));
            blow.await(
                    launch().longest().multipliedBy(2),
                    () -> Launched.all(blow, this).stream().noneMatch(ScaledToZero::hasTimeLeft));
        } finally {
            blow.allMayBegin();
            replicas.scaleUp();
        }
    }

    private static boolean hasTimeLeft(Experiment experiment) {
        return experiment.getStatus() != null
                && experiment.getStatus().deadline() != null
                && Instant.parse(experiment.getStatus().deadline()).isAfter(Instant.now());
    }

    /** The guard stops what nobody watches. */
    @Override
    public Set<String> reasons() {
        return Set.of("Stopped");
    }

    @Override
    public Duration longestOverrun(Ground ground) {
        Duration guarded = Scene.GUARD_SILENCE.plus(GUARD_AT_WORK);
        return ground.expiry().compareTo(guarded) < 0 ? ground.expiry() : guarded;
    }
}
