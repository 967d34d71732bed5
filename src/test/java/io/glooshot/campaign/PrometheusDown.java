package io.glooshot.campaign;

import io.glooshot.api.Experiment;
import io.glooshot.playground.Prometheus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** Nobody can read any condition. No run may go on like that, let alone succeed. */
final class PrometheusDown implements Disturbance {

    /** Until a poll that had already been answered is judged. */
    private static final Duration LAST_READING = Duration.ofSeconds(2);

    private static final Set<String> PASSED = Set.of("DeadlineReached", "NothingFaulted");

    @Override
    public String name() {
        return "prometheus-down";
    }

    @Override
    public String what() {
        return "Prometheus killed, or hung, until all have ended";
    }

    /** Some come to their deadline blind, others are ended before. */
    @Override
    public Launch launch() {
        return new Launch(Ground.DESTINATIONS, Duration.ofSeconds(4), Duration.ofSeconds(15), Duration.ofSeconds(90));
    }

    @Override
    public int shortRounds() {
        return 1;
    }

    @Override
    public void strike(Blow blow) {
        Prometheus prometheus = blow.scene().world().prometheus();
        boolean hangs = blow.random().nextBoolean();
        if (hangs) {
            prometheus.freeze();
        } else {
            prometheus.stop();
        }
        Instant down = Instant.now();
        try {
            Launched.awaitAll(blow, this);
            Awaitility.await("all that nobody watches to end")
                    .atMost(patience())
                    .until(() -> Launched.all(blow, this).stream().allMatch(Launched::isOver));
            requireNonePassed(Launched.all(blow, this), down);
        } finally {
            if (hangs) {
                prometheus.thaw();
            } else {
                prometheus.start();
            }
        }
    }

    private static void requireNonePassed(List<Experiment> ended, Instant down) {
        for (Experiment experiment : ended) {
            var status = experiment.getStatus();
            boolean isBlind = status.verdict() != null
                    && Instant.parse(status.verdict().time()).isAfter(down.plus(LAST_READING));
            if (isBlind && PASSED.contains(status.reason())) {
                throw new IllegalStateException("%s ended as %s, and from %s on nobody could read its condition"
                        .formatted(experiment.getMetadata().getName(), status.reason(), down));
            }
        }
    }

    /** The last is of those that had not begun. */
    @Override
    public Set<String> reasons() {
        return Set.of("Blind", "NotReadAtDeadline", "ConditionUnreadable");
    }

    /** Nothing stands in the way of the removal. */
    @Override
    public Duration longestOverrun(Ground ground) {
        return Removal.limit(ground);
    }
}
