package io.glooshot.campaign;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Whether the controllers still do their work after what was done to them: that nothing is left would be no wonder otherwise. */
final class Afterwards {

    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** The destination that it takes: what is seen of a mesh does not always say of which experiment it is. */
    private static final int SPARED = Ground.DESTINATIONS - 1;

    /** How many destinations are left to the round. */
    static final int OTHERS = SPARED;

    private Afterwards() {}

    /** On each ground one more experiment runs its time. */
    static void requireWork(Blow blow, Disturbance disturbance) {
        List<Run> runs = blow.scene().grounds().stream()
                .map(ground -> blow.create(
                        ground,
                        "%s-after-%s".formatted(Round.name(disturbance, blow.number()), ground.name()),
                        ground.services().get((SPARED + blow.number()) % Ground.DESTINATIONS),
                        LENGTH))
                .toList();
        Awaitility.await("an experiment to run its time after it")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> runs.stream()
                        .allMatch(run -> blow.scene()
                                .experiments()
                                .find(run)
                                .filter(Launched::isOver)
                                .isPresent()));
    }
}
