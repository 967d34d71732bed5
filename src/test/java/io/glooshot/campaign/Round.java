package io.glooshot.campaign;

import io.glooshot.playground.GuardProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Experiments on both meshes, one blow, and a look at what is left when all has had time to come to its end. */
final class Round {

    /** @param problems that belong to no run */
    record Result(List<RunResult> runs, List<String> problems) {}

    private final Scene scene;
    private final Disturbance disturbance;
    private final String name;
    private final Random random;
    private final Blow blow;
    private List<Ground> grounds = List.of();
    private final List<Run> runs = Collections.synchronizedList(new ArrayList<>());

    Round(Scene scene, Disturbance disturbance, int number, Settings settings) {
        this.scene = scene;
        this.disturbance = disturbance;
        this.name = name(disturbance, number);
        this.random = settings.random(disturbance, number);
        boolean isSystematic = settings.rounds(disturbance) >= disturbance.rounds();
        this.blow = new Blow(scene, random, number, isSystematic, this::isAllOver, this::create);
    }

    /** With which the names of all its experiments begin. */
    static String name(Disturbance disturbance, int number) {
        return disturbance.name() + "-" + number;
    }

    private Run create(Ground ground, String experiment, String service, Duration length) {
        Run run = scene.experiments().create(ground, experiment, service, length);
        runs.add(run);
        return run;
    }

    Result play() {
        scene.replicas().awaitReady();
        UserObjects before = UserObjects.of(scene.world().kube().client());
        grounds = disturbance.grounds(scene);
        try {
            return play(before);
        } finally {
            grounds.stream().filter(ground -> !scene.grounds().contains(ground)).forEach(Ground::close);
        }
    }

    private Result play(UserObjects before) {
        grounds.forEach(ground -> ground.holdings().forget());
        List<String> problems = new ArrayList<>();
        GuardProcess guard = disturbance.isGuarded() ? scene.guard() : null;
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        try {
            // Everything that is random is drawn before anything happens, so that a seed says all.
            List<Future<?>> creations = launch(clock);
            Future<?> strike =
                    clock.schedule(this::strike, disturbance.begins(blow).toMillis(), TimeUnit.MILLISECONDS);
            for (Future<?> creation : creations) {
                join(creation, problems);
            }
            join(strike, problems);
            scene.replicas().scaleUp();
            awaitEnd();
        } finally {
            clock.shutdownNow();
            if (guard != null) {
                guard.close();
            }
        }
        AfterCheck check = new AfterCheck(scene, disturbance, blow, List.copyOf(runs));
        List<RunResult> results = runs.stream().map(check::of).toList();
        problems.addAll(before.changes(UserObjects.of(scene.world().kube().client())));
        scene.experiments().clear(runs);
        return new Result(results, problems);
    }

    private List<Future<?>> launch(ScheduledExecutorService clock) {
        Launch launch = disturbance.launch();
        List<Future<?>> creations = new ArrayList<>();
        for (Ground ground : grounds) {
            for (int i = 0; i < launch.perMesh(); i++) {
                String service = ground.services().get((i + blow.number()) % Ground.DESTINATIONS);
                Duration length = blow.between(launch.shortest(), launch.longest());
                long when = creations.isEmpty()
                        ? 0
                        : random.nextLong(launch.spread().toMillis() + 1);
                String experiment = "%s-%s-%d".formatted(name, ground.name(), i);
                creations.add(
                        clock.schedule(() -> create(ground, experiment, service, length), when, TimeUnit.MILLISECONDS));
            }
        }
        return creations;
    }

    private void strike() {
        blow.began();
        try {
            disturbance.strike(blow);
        } catch (Exception e) {
            throw new IllegalStateException(disturbance.name() + " could not be done", e);
        } finally {
            blow.ended();
        }
    }

    private void join(Future<?> work, List<String> problems) {
        try {
            work.get(disturbance.patience().toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            problems.add(
                    name + ": " + e.getCause() + " because of " + e.getCause().getCause());
        } catch (Exception e) {
            problems.add(name + ": " + e);
        }
    }

    /** What has not come to its end by then is told by the check. */
    private void awaitEnd() {
        try {
            Awaitility.await()
                    .atMost(disturbance.patience())
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> runs.stream().allMatch(scene.experiments()::isOver)
                            && grounds.stream()
                                    .allMatch(ground -> ground.leftovers().isEmpty())
                            && runs.stream().allMatch(this::isLetGo));
        } catch (ConditionTimeoutException told) {
            // By the check.
        }
    }

    /** Not before there were any. */
    private boolean isAllOver() {
        return !runs.isEmpty() && runs.stream().allMatch(scene.experiments()::isOver);
    }

    private boolean isLetGo(Run run) {
        return scene.experiments()
                .find(run)
                .map(experiment -> experiment.getMetadata().getFinalizers().isEmpty())
                .orElse(true);
    }
}
