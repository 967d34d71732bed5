package io.glooshot.campaign;

import io.glooshot.api.Experiment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Far more experiments than there are destinations come at once, most of them wait, and at once all are deleted. */
final class Burst implements Disturbance {

    private static final int MANY = 500;
    private static final int SHORT = 60;
    private static final int AT_A_TIME = 8;
    /** None comes to its end by itself, on a machine however slow. */
    private static final Duration LENGTH = Duration.ofMinutes(20);

    @Override
    public String name() {
        return "burst";
    }

    @Override
    public String what() {
        return "%d experiments created and deleted in a burst".formatted(MANY);
    }

    @Override
    public int rounds() {
        return 1;
    }

    /** All of them are created by the blow. */
    @Override
    public Launch launch() {
        return new Launch(0, Duration.ofSeconds(1), LENGTH, LENGTH);
    }

    @Override
    public Duration begins(Blow blow) {
        return Duration.ZERO;
    }

    @Override
    public void strike(Blow blow) throws Exception {
        List<Runnable> creations = creations(blow);
        Collections.shuffle(creations, blow.random());
        Duration pause = blow.between(Duration.ZERO, Duration.ofSeconds(6));
        ExecutorService hands = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            doAll(hands, creations);
            blow.goOn(pause);
            List<Experiment> all = new ArrayList<>(Launched.all(blow, this));
            Collections.shuffle(all, blow.random());
            doAll(
                    hands,
                    all.stream()
                            .<Runnable>map(each -> () -> blow.scene()
                                    .world()
                                    .kube()
                                    .client()
                                    .resource(each)
                                    .delete())
                            .toList());
            // Not before: a destination that one lets go is taken by the next that waits for it and is still to be
            // deleted.
            blow.allIsDue();
        } finally {
            hands.shutdownNow();
        }
        Awaitility.await("all to be gone")
                .atMost(patience())
                .pollInterval(Duration.ofMillis(500))
                .until(() -> Launched.all(blow, this).isEmpty());
        blow.allMayBegin();
        Afterwards.requireWork(blow, this);
    }

    private List<Runnable> creations(Blow blow) {
        List<Ground> grounds = blow.scene().grounds();
        List<Runnable> creations = new ArrayList<>();
        int number = blow.scene().isShort() ? SHORT : MANY;
        for (int i = 0; i < number; i++) {
            Ground ground = grounds.get(i % grounds.size());
            String service = ground.services()
                    .get((i / grounds.size() % Afterwards.OTHERS + blow.number()) % Ground.DESTINATIONS);
            String name = "%s-%d".formatted(Round.name(this, blow.number()), i);
            creations.add(() -> blow.create(ground, name, service, LENGTH));
        }
        return creations;
    }

    private void doAll(ExecutorService hands, List<Runnable> work) throws Exception {
        List<? extends Future<?>> all = work.stream().map(hands::submit).toList();
        for (Future<?> each : all) {
            each.get(patience().toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Until so many deletions are through, the last of which are still to be sent when the first are due. */
    @Override
    public Duration longestOverrun(Ground ground) {
        return ground.expiry().compareTo(Duration.ofMinutes(1)) < 0 ? ground.expiry() : Duration.ofMinutes(1);
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(5);
    }
}
