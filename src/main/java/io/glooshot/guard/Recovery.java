package io.glooshot.guard;

import io.glooshot.api.Experiment;
import io.glooshot.experiment.Moment;
import io.glooshot.mesh.Leftover;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Takes every fault off that there is, for a person who waits for it. */
public final class Recovery {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Takedown takedown;
    private final Moment.Source clock;
    private final Consumer<String> tell;

    /** @param tell takes the lines that the person is to read */
    public Recovery(Takedown takedown, Moment.Source clock, Consumer<String> tell) {
        this.takedown = takedown;
        this.clock = clock;
        this.tell = tell;
    }

    /** Lists what there is. Throws when the cluster cannot be asked. */
    public void list() {
        List<Leftover> found = takedown.find();
        list(found);
        if (!found.isEmpty()) {
            tell.accept("Nothing was changed.");
        }
    }

    /**
     * Lists what there is, then takes all of it off.
     *
     * @param longest how long to try
     * @return what stood in the way to the end; empty when nothing is left
     */
    public Optional<String> run(Duration longest) throws InterruptedException {
        Moment end = clock.now().plus(longest);
        boolean listed = false;
        String trouble = "";
        while (true) {
            try {
                List<Leftover> found = takedown.find();
                if (!listed) {
                    list(found);
                    listed = true;
                }
                if (found.isEmpty()) {
                    tell.accept("No fault is left in the cluster.");
                    return Optional.empty();
                }
                trouble = pass(found, trouble);
            } catch (RuntimeException failure) {
                trouble = told(trouble, "The cluster cannot be asked: %s".formatted(failure.getMessage()));
            }
            if (clock.now().isAfter(end)) {
                return Optional.of(trouble);
            }
            pause();
        }
    }

    /** One step with each experiment. Returns what stands in the way, told once. */
    private String pass(List<Leftover> found, String before) {
        Map<String, Experiment> experiments = takedown.experiments();
        String trouble = before;
        for (String uid : found.stream().map(Leftover::uid).collect(Collectors.toCollection(TreeSet::new))) {
            try {
                Optional<Duration> wait = takedown.step(uid, Optional.ofNullable(experiments.get(uid)));
                if (wait.isEmpty()) {
                    tell.accept("Off: the fault of %s".formatted(uid));
                } else {
                    trouble = told(trouble, takedown.state(uid));
                }
            } catch (RuntimeException failure) {
                trouble = told(trouble, "Tried again: %s".formatted(failure.getMessage()));
            }
        }
        return trouble;
    }

    private String told(String before, String trouble) {
        if (!trouble.equals(before)) {
            tell.accept(trouble);
        }
        return trouble;
    }

    private void list(List<Leftover> found) {
        if (found.isEmpty()) {
            tell.accept("There is no fault in the cluster.");
            return;
        }
        tell.accept("%d faults:".formatted(found.size()));
        found.stream()
                .sorted(Comparator.comparing(Leftover::uid).thenComparing(Leftover::object))
                .forEach(each -> tell.accept("  %s, of experiment %s".formatted(each.object(), each.uid())));
    }

    private static void pause() throws InterruptedException {
        new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
