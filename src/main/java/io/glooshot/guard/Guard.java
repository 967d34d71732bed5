package io.glooshot.guard;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.glooshot.api.Experiment;
import io.glooshot.experiment.Moment;
import io.glooshot.mesh.Leftover;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks after the faults that are in the meshes, one look at a time, and takes off those that may not stay. Whatever it
 * needs to know it reads at each look; all it remembers is since when.
 */
public final class Guard {

    private final Takedown takedown;
    private final Supplier<Optional<Lease>> lease;
    private final BooleanSupplier killSwitch;
    private final Moment.Source clock;
    private final GuardSettings settings;
    private final Consumer<String> tell;
    private final LeaseWatch controllers = new LeaseWatch();
    private final Map<String, Moment> suspectSince = new HashMap<>();

    /**
     * @param lease the controllers' Lease as it is now
     * @param killSwitch whether one is on
     * @param tell takes a line for people whenever something is worth one
     */
    public Guard(
            Takedown takedown,
            Supplier<Optional<Lease>> lease,
            BooleanSupplier killSwitch,
            Moment.Source clock,
            GuardSettings settings,
            Consumer<String> tell) {
        this.takedown = takedown;
        this.lease = lease;
        this.killSwitch = killSwitch;
        this.clock = clock;
        this.settings = settings;
        this.tell = tell;
    }

    /**
     * Looks once, and takes the next step with each fault that may not stay.
     *
     * @return how many experiments have faults that are being taken off
     * @throws RuntimeException when the API server cannot be asked; the next look tries again
     */
    public int look() {
        controllers.saw(lease.get(), clock.now());
        Map<String, List<Leftover>> byExperiment = takedown.find().stream()
                .collect(Collectors.groupingBy(Leftover::uid, TreeMap::new, Collectors.toList()));
        suspectSince.keySet().retainAll(byExperiment.keySet());
        if (byExperiment.isEmpty()) {
            return 0;
        }
        Judgement judgement = new Judgement(
                controllers.silence(clock.now()).compareTo(settings.longestSilence()) > 0,
                killSwitch.getAsBoolean(),
                clock.now().time());
        Map<String, Experiment> experiments = takedown.experiments();
        Set<String> taken = byExperiment.keySet().stream()
                .filter(uid -> isTakenOff(uid, experiments, judgement, byExperiment.get(uid)))
                .collect(Collectors.toSet());
        return taken.size();
    }

    private boolean isTakenOff(
            String uid, Map<String, Experiment> experiments, Judgement judgement, List<Leftover> leftovers) {
        Optional<Experiment> experiment = Optional.ofNullable(experiments.get(uid));
        Optional<Cause> cause = judgement.of(experiment);
        if (cause.isEmpty()) {
            suspectSince.remove(uid);
            return false;
        }
        Moment since = suspectSince.computeIfAbsent(uid, ignored -> clock.now());
        if (!cause.get().isUrgent() && clock.now().since(since).compareTo(settings.grace()) < 0) {
            return false;
        }
        takeOff(uid, experiment, cause.get(), leftovers);
        return true;
    }

    /** What goes wrong with one must not keep the others on. */
    private void takeOff(String uid, Optional<Experiment> experiment, Cause cause, List<Leftover> leftovers) {
        tell.accept("Taking off the fault of %s, since %s: %s"
                .formatted(
                        name(uid, experiment),
                        cause,
                        leftovers.stream().map(Leftover::object).collect(Collectors.joining(", "))));
        try {
            Optional<Duration> wait = takedown.step(uid, experiment);
            tell.accept(wait.isEmpty() ? off(name(uid, experiment)) : takedown.state(uid));
        } catch (RuntimeException failure) {
            tell.accept("Not off yet, and tried again: %s".formatted(failure.getMessage()));
        }
    }

    private String off(String name) {
        Set<String> unseen = takedown.unseen();
        return unseen.isEmpty()
                ? "The fault of %s is off.".formatted(name)
                : "What can be seen of the fault of %s is off; what is in %s cannot."
                        .formatted(name, unseen.stream().sorted().collect(Collectors.joining(", ")));
    }

    private static String name(String uid, Optional<Experiment> experiment) {
        return experiment
                .map(each -> "experiment %s/%s"
                        .formatted(
                                each.getMetadata().getNamespace(),
                                each.getMetadata().getName()))
                .orElseGet(() -> "the experiment with UID " + uid);
    }
}
